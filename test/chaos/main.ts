/**
 * Chaos: `node main.ts [--releases N] [--seed S] [--seeds K] [--postgres] [--record FOLDER]`. Plays releases while
 * processes are killed and stopped,
 * and judges from the outside what became of them. Ends with 0 when all held, with 1 when something did not, with 2
 * where the arguments are wrong, and with 128 and the signal's number when it was interrupted.
 */
import { constants } from 'node:os';
import { describeSchedule } from './describe.ts';
import { drawSchedule } from './draw.ts';
import { readOptions, type Options } from './options.ts';
import { makeRecordFolder } from './keep-record.ts';
import { play } from './play.ts';

const { releases, seeds, postgres, record: folder } = optionsOrEnd();
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stopping.abort(new Error(`Interrupted by ${signal}: ending what was started.`));
  });
}

let bad = 0;
try {
  for (const seed of seeds) bad += await playSeed(seed);
  console.log(`${seeds.length - bad} of ${seeds.length} seeds held`);
  if (bad > 0) process.exitCode = 1;
} catch (error) {
  const { aborted, reason } = stopping.signal;
  const failure: unknown = aborted ? reason : error;
  console.error(failure instanceof Error ? (aborted ? failure.message : failure.stack) : failure);
  process.exitCode ??= 1;
}
process.exit();

async function playSeed(seed: number): Promise<0 | 1> {
  const schedule = drawSchedule(seed, releases, postgres ? 'two of each on PostgreSQL' : undefined);
  for (const line of describeSchedule(schedule)) console.log(line);
  const began = Date.now();
  const tell = (line: string): void =>
    console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const over = stopping.signal;
  const record = folder === undefined ? {} : { record: await makeRecordFolder(folder, seed) };
  const { breaches, hung, seconds, run, missed } = await play(schedule, { tell, over, ...record });
  console.log(`seed ${seed}: ${seconds.toFixed(0)} s, ${run.faults.length} faults, ${missed} strikes missed`);
  for (const sentence of hung) console.log(`  seed ${seed}: has not ended: ${sentence}`);
  for (const { rule, lane, release, what } of breaches)
    console.log(`  seed ${seed}: rule ${rule}, ${release ?? lane}: ${what}`);
  if (breaches.length + hung.length === 0) return 0;
  const on = postgres ? ' --postgres' : '';
  console.log(`  to play it again: npm run chaos -- --releases ${releases} --seed ${seed}${on}`);
  return 1;
}

function optionsOrEnd(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
