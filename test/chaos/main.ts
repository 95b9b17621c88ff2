/**
 * Chaos: `node main.ts [--releases N] [--seed S] [--seeds K] [--postgres] [--record FOLDER] [--page]`. Plays releases
 * while what they run on is killed, stopped and disturbed, and judges from the outside what became of them. Ends with 0
 * when all held, with 1 when something did not, with 2 where the arguments are wrong or what they need is not here, and
 * with 128 and the signal's number when it was interrupted.
 */
import { constants } from 'node:os';
import { describeBreaches, describeSchedule } from './describe.ts';
import { drawSchedule } from './draw.ts';
import { makeRecordFolder } from './keep-record.ts';
import { readOptions, type Options } from './options.ts';
import { openResults } from './page.ts';
import { play } from './play.ts';
import { neededPrograms } from './setups/on-postgres.ts';

const options = await optionsOrEnd();
const { seeds, postgres } = options;
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stopping.abort(new Error(`Interrupted by ${signal}: ending what was started.`));
  });
}

const results = await openResults(postgres ? 'postgres' : 'embedded');
let held = 0;
for (const seed of seeds) {
  if (stopping.signal.aborted) break;
  if (await playSeed(seed)) held += 1;
}
console.log(`${held} of ${seeds.length} seeds held`);
if (held < seeds.length) process.exitCode ??= 1;
else if (options.page) await results.write();
process.exit();

/** Whether all held. */
async function playSeed(seed: number): Promise<boolean> {
  const { releases, record: folder } = options;
  const over = stopping.signal;
  const schedule = drawSchedule(seed, releases, postgres ? 'two of each on PostgreSQL' : undefined);
  for (const line of describeSchedule(schedule)) console.log(line);
  const began = Date.now();
  const tell = (line: string): void =>
    console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const wrong: string[] = [];
  try {
    const record = folder === undefined ? {} : { record: await makeRecordFolder(folder, seed) };
    const played = await play(schedule, { tell, over, ...record });
    results.add(schedule, played);
    wrong.push(...describeBreaches(played));
    tell(`${played.run.faults.length} faults, ${played.missed} strikes missed`);
  } catch (error) {
    const failure: unknown = over.aborted ? over.reason : error;
    wrong.push(
      failure instanceof Error ? String(over.aborted ? failure.message : failure.stack) : String(error),
    );
  }
  for (const sentence of wrong) console.log(`seed ${seed}: ${sentence}`);
  if (wrong.length === 0) return true;
  const on = postgres ? ' --postgres' : '';
  console.log(`  to play it again: npm run chaos -- --releases ${releases} --seed ${seed}${on}`);
  return false;
}

async function optionsOrEnd(): Promise<Options> {
  try {
    const read = readOptions(process.argv.slice(2));
    if (read.postgres) await neededPrograms();
    return read;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
