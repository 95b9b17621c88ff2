import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '../../api/client.ts';
import type { Slot } from '../../config/plan.ts';
import { readDeployment } from '../../providers/platforms/process/deployment.ts';
import { slotLayout } from '../../providers/platforms/process/layout.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { readAllSpawns } from '../../test/kill/own-counts.ts';
import type { FollowedRelease } from '../../test/rigs/followed-release.ts';
import type { LaneOn } from '../../test/rigs/lane.ts';
import { until } from '../../test/rigs/until.ts';
import type { Measurable } from './fronts.ts';
import { watchRise } from './rise.ts';
import { timelineOf, type Timeline } from './timeline.ts';

/** What makes a release go back. */
export const TRIGGERS = ['fail verdict', 'abort', 'abort, candidate hangs'] as const;
type Trigger = (typeof TRIGGERS)[number];

/** All that went back by one trigger. */
export interface Measured {
  trigger: Trigger;
  reactions: Reaction[];
}

/** One release that went back; milliseconds since the epoch. */
export interface Reaction extends Omit<Timeline, 'failed'> {
  /** The fail verdict, or when the abort was sent. */
  from: number;
  /** When the last request began at the candidate, by its own counts; undefined where it could not say so. */
  last: number | undefined;
  /** When the router's count of the candidate's requests rose last. */
  counted: number;
}

type MeasuredLane = LaneOn<Awaited<ReturnType<Measurable['start']>>>;

const PATIENCE = 90_000;
const OWN_EVERY = 5;
const ROUTER_EVERY = 25;
/** The candidate has had requests for so long before it is to lose them, in milliseconds. */
const REST = 3000;

/** Brings a version to half of the traffic, makes it go back, and tells how long each part took. */
export async function react(lane: MeasuredLane, version: string, trigger: Trigger): Promise<Reaction> {
  const { rig } = lane;
  const release = await lane.release(version);
  const ends: (() => Promise<void>)[] = [async () => release.stop()];
  try {
    const slot = await untilBaking(release);
    const pid = await processOf(rig.records, version);
    const port = await portOf(rig.dataFolder, slot);
    const own = watchRise(async () => startedAt(port), OWN_EVERY);
    const counted = watchRise(async () => rig.parts.counted(slot), ROUTER_EVERY);
    ends.push(own.stop, counted.stop);
    await sleep(REST);
    const sent = await pull(lane, release, version, trigger, pid, ends);
    await release.reaches('see no request at the candidate', (_view, events) => zeroSeen(events), PATIENCE);
    const [last, router] = [own.last(), counted.last()];
    if (trigger === 'abort, candidate hangs') process.kill(pid, 'SIGCONT');
    await release.ends(PATIENCE);
    const record = await readRecord(join(rig.dataFolder, 'temporal.json'));
    const { failed, ...rest } = await timelineOf(`127.0.0.1:${record?.port}`, release.id);
    const from = trigger === 'fail verdict' ? failed : sent;
    if (from === undefined) throw new Error(`${release.id} was not reverted by a verdict.`);
    return { ...rest, from, last: trigger === 'abort, candidate hangs' ? undefined : last, counted: router };
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

async function untilBaking(release: FollowedRelease): Promise<Slot> {
  const { candidate } = await release.reaches(
    'bake',
    ({ steps, step }) => steps[step]?.kind === 'bake',
    PATIENCE,
  );
  return candidate.slot;
}

/** Makes the release go back; answers when that was asked for. */
async function pull(
  { rig }: MeasuredLane,
  { id }: FollowedRelease,
  version: string,
  trigger: Trigger,
  pid: number,
  ends: (() => Promise<void>)[],
): Promise<number> {
  if (trigger === 'fail verdict') {
    const incident = join(rig.records, `incident-${version}`);
    ends.push(async () => rm(incident, { force: true }));
    await writeFile(incident, '0.6');
    return Date.now();
  }
  if (trigger === 'abort, candidate hangs') process.kill(pid, 'SIGSTOP');
  const sent = Date.now();
  await createClient(rig.daemon.api, 'ann').abort(id, 'that was enough');
  return sent;
}

function zeroSeen(events: FollowedRelease['events']): boolean {
  const undone = events.findIndex(({ kind }) => kind === 'undo-started');
  return undone !== -1 && events.slice(undone).some(({ kind }) => kind === 'observed');
}

/** The process of the one instance of a version. */
async function processOf(records: string, version: string): Promise<number> {
  return until('the candidate', async () => {
    const spawns = await readAllSpawns(records);
    return spawns.findLast((spawn) => spawn.version === version)?.pid;
  });
}

/** The port at which the one instance in a slot answers. */
async function portOf(dataFolder: string, slot: Slot): Promise<number> {
  const record = await readDeployment(slotLayout(dataFolder, 'sample.demo', slot).current);
  const [port] = record?.ports ?? [];
  if (port === undefined) throw new Error(`Nothing is deployed in ${slot}.`);
  return port;
}

/** Requests that began at an instance, by its own count. */
async function startedAt(port: number): Promise<number> {
  const { samples } = await readMetricsPage(`http://127.0.0.1:${port}/metrics`, AbortSignal.timeout(1000));
  return samples.find(({ name }) => name === 'http_requests_started_total')?.value ?? Number.NaN;
}
