/**
 * Chaos: `node main.ts [--releases N] [--seed S] [--seeds K] [--postgres] [--record FOLDER] [--page]`. Plays releases
 * while what they run on is killed, stopped and disturbed, and judges from the outside what became of them. With
 * `--judge FOLDER [--commit C] [--page]` it plays nothing, and judges again what `--record` kept. Ends with 0 when all
 * held, with 1 when something did not, with 2 where the arguments are wrong or what they need is not here, and with 128
 * and the signal's number when it was interrupted.
 */
import { constants } from 'node:os';
import { thisMachine, type Machine } from '../../bench/machine.ts';
import { describeBreaches, describeOutcome, describeSchedule } from './describe.ts';
import { drawSchedule } from './draw.ts';
import { judgeFolder, type Count } from './judge.ts';
import { makeRecordFolder, type Kept } from './keep-record.ts';
import { readOptions, type JudgeOptions, type PlayOptions } from './options.ts';
import { writePage } from './page.ts';
import { play } from './play.ts';
import { rowOf, type Row } from './row.ts';
import { neededPrograms } from './setups/on-postgres.ts';

const options = await orEnd(async () => {
  const read = readOptions(process.argv.slice(2));
  if ('seeds' in read && read.postgres) await neededPrograms();
  return read;
});
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    process.exitCode = 128 + constants.signals[signal];
    stopping.abort(new Error(`Interrupted by ${signal}: ending what was started.`));
  });
}

const rows: Row[] = [];
const { held, seeds } =
  'judge' in options ? await orEnd(async () => judgeAll(options)) : await playAll(options);
console.log(`${held} of ${seeds} seeds held`);
if (held < seeds) process.exitCode ??= 1;
else if (options.page) await orEnd(async () => writePage(rows));
process.exit();

async function judgeAll({ judge, commit }: JudgeOptions): Promise<Count> {
  const listener = {
    tell: (line: string) => console.log(line),
    add: (kept: Kept) => void rows.push(rowOf(kept)),
  };
  return judgeFolder(judge, listener, commit === undefined ? undefined : await thisMachineAt(commit));
}

/** This machine as it was when another commit ran on it, under a load that nobody knows. */
async function thisMachineAt(commit: string): Promise<Machine> {
  const facts = Object.entries({ ...(await thisMachine()), commit });
  return Object.fromEntries(facts.filter(([name]) => name !== 'loadBefore'));
}

async function playAll(asked: PlayOptions): Promise<Count> {
  const machine = await thisMachine();
  let count = 0;
  for (const seed of asked.seeds) {
    if (stopping.signal.aborted) break;
    if (await playSeed(seed, asked, machine)) count += 1;
  }
  return { held: count, seeds: asked.seeds.length };
}

/** Whether all held. */
async function playSeed(
  seed: number,
  { releases, record: folder, postgres }: PlayOptions,
  machine: Machine,
): Promise<boolean> {
  const over = stopping.signal;
  const schedule = drawSchedule(seed, releases, postgres ? 'two of each on PostgreSQL' : undefined);
  for (const line of describeSchedule(schedule)) console.log(line);
  const began = Date.now();
  const tell = (line: string): void =>
    console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}`);
  const about = { setup: schedule.setup, releases, machine };
  const wrong: string[] = [];
  try {
    const record = folder === undefined ? {} : { record: await makeRecordFolder(folder, seed, about) };
    const played = await play(schedule, { tell, over, ...record });
    rows.push(rowOf({ ...about, ...played }));
    wrong.push(...describeBreaches(played));
    tell(`${played.run.faults.length} faults, ${played.missed} strikes missed`);
  } catch (error) {
    const failure: unknown = over.aborted ? over.reason : error;
    wrong.push(
      failure instanceof Error ? String(over.aborted ? failure.message : failure.stack) : String(error),
    );
  }
  for (const line of describeOutcome({ ...about, seed }, wrong)) console.log(line);
  return wrong.length === 0;
}

/** What is wrong with what was asked for ends it with 2. */
async function orEnd<T>(get: () => Promise<T>): Promise<T> {
  try {
    return await get();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(2);
  }
}
