import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Machine } from '../../bench/machine.ts';
import { check } from './check.ts';
import type { Kept } from './keep-record.ts';
import type { Fault, Run } from './record.ts';
import { setups, type Schedule } from './schedule.ts';

const list = z.array(z.looseObject({}));
const lane = z.looseObject({
  lane: z.string(),
  settle: z.number(),
  size: z.number(),
  submits: list,
  acts: list,
  view: z.looseObject({}),
  replaced: z.array(z.string()),
  releases: list,
  reports: list,
  workflows: list,
  instances: list,
  starts: list,
  held: list,
  routed: list,
  users: list,
});
const seen = z.looseObject({
  seed: z.number(),
  from: z.number(),
  to: z.number(),
  faults: list,
  lanes: z.array(lane),
});

const kept = z.object({
  // What is seen is not taken apart any further: it is the harness's own.
  run: z.custom<Run>((value) => seen.safeParse(value).success, 'not everything that is seen of a run'),
  missed: z.number(),
  seconds: z.number(),
  hung: z.array(z.string()),
  setup: z.enum(setups).exactOptional(),
  releases: z.number().exactOptional(),
  machine: z.record(z.string(), z.union([z.string(), z.number()])).exactOptional(),
});

/**
 * What was kept of a seed in its folder, with breaches as they are judged now. `made` is where a record was made that
 * does not say so itself; its date is the run's. Throws where the folder holds no record.
 */
export async function readRecord(folder: string, made?: Machine): Promise<Kept> {
  const file = join(folder, 'run.json');
  const text = await readFile(file, 'utf8').catch(() => {
    throw new Error(`${file} is not there: the seed was not played to its end, play it again.`);
  });
  const { run, machine = madeThen(made, run), ...rest } = parsed(file, text);
  const told = { ...rest, run, ...(machine === undefined ? {} : { machine }), breaches: check(run) };
  const { setup, releases } = rest;
  if (setup !== undefined && releases !== undefined) return { ...told, setup, releases };
  return { ...told, ...(await older(folder, run)) };
}

function parsed(file: string, text: string): z.output<typeof kept> {
  try {
    return kept.parse(JSON.parse(text));
  } catch (error) {
    const what = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`${file} is not what --record keeps: ${what}`, { cause: error });
  }
}

function madeThen(made: Machine | undefined, { from }: Run): Machine | undefined {
  return made && { ...made, date: new Date(from).toISOString().slice(0, 10) };
}

/** The first records said neither what was asked for nor on what, and called PostgreSQL Temporal. */
async function older(folder: string, run: Run): Promise<Pick<Kept, 'setup' | 'releases' | 'run'>> {
  const setup = setupOf(await readdir(folder));
  if (setup === undefined) throw new Error(`${folder} has no logs that tell on what it was played.`);
  const submits = run.lanes.reduce((sum, each) => sum + each.submits.length, 0);
  const either = (fault: Fault): Fault =>
    fault.kind !== 'proxy' && fault.target === 'temporal'
      ? { ...fault, what: 'temporal or postgres' }
      : fault;
  const faults = setup === 'two of each on PostgreSQL' ? run.faults.map(either) : run.faults;
  return { setup, releases: submits - run.lanes.length, run: { ...run, faults } };
}

/** Each set-up's daemons have logs of their own names. */
function setupOf(names: readonly string[]): Schedule['setup'] | undefined {
  if (names.includes('worker-2.log')) return 'two of each on PostgreSQL';
  if (names.includes('worker.log')) return 'worker and API';
  return names.includes('daemon.log') ? 'one daemon' : undefined;
}
