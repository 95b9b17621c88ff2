/** What a release needs is killed in the middle of its bake: Temporal's server, Traefik, and the candidate itself. */
import { expect, test } from 'vitest';
import { stillRunning } from '../../examples/demo/instances.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { readRun } from '../../examples/demo/workflow-run.ts';
import { findProcess } from '../../providers/platforms/process/process-table.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { readAllSpawns } from '../kill/own-counts.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import type { FollowedRelease } from '../rigs/followed-release.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { countedByTraefik, dropsOf, faultsOf } from '../rigs/outside.ts';
import { until } from '../rigs/until.ts';

/** A bake that lasts at least so long, in which something is killed. */
const bakedFor = (min: string): Change => [
  [['metrics', 'latency'], undefined],
  [['steps'], ['deploy', { shift: '20%' }, { bake: { until: 'safe', min, max: '2m' } }, 'cutover', 'retire']],
];
const bake = 2;
/**
 * Requests a second until something is killed: so few that the bake goes on for a minute, in which a busy machine sees it
 * and kills. With the others it passes seconds later.
 */
const [few, others] = [20, 100];
/** The slowest answers of the sample service take this long, in milliseconds. */
const slowest = 300;

let lane: Lane;
let load: Load;
let file: FileWatch;

madeAnew({ start, stop });

async function start(): Promise<void> {
  lane = await startLane(bakedFor('8s'));
  load = await lane.load(few);
  file = watchFile(lane.file, 'sample.demo');
}

async function stop(): Promise<void> {
  file?.close();
  await lane?.stop();
}

test('Temporal is killed: the daemon starts it again, and the same workflow goes on', async () => {
  const from = Date.now();
  const release = await lane.release('v2');
  await untilBaking(release);
  const run = await readRun(lane.rig.dataFolder, release.id);
  const server = await temporalPid();
  const killed = Date.now();
  process.kill(server, 'SIGKILL');
  await until('another server', async () => (await temporalPid()) !== server);
  const more = await lane.load(others);

  const { candidate, outcome, steps } = await release.ends(90_000);
  await more.stop();
  expect(outcome).toBe('completed');
  expect(steps[bake]?.finishedAt).toBeGreaterThan(killed);
  expect(await readRun(lane.rig.dataFolder, release.id)).toBe(run);
  expect(await findProcess(server)).toBeUndefined();
  const to = Date.now();
  expect(await faultsOf(lane.rig, file, candidate, { from, to })).toEqual([]);
  expect(await dropsOf(load, from, to)).toEqual({});
});

test('Traefik is killed and started again: nothing is concluded from its silence, and the release goes on', async () => {
  const from = Date.now();
  const release = await lane.release('v3');
  await untilBaking(release);
  const killed = Date.now();
  await lane.rig.traefik.kill();
  await release.reaches('say so', ({ live }) => /the router cannot be read/.test(live?.sentence ?? ''));
  await lane.rig.traefik.start();
  const back = Date.now();
  const more = await lane.load(others);

  const { candidate, outcome, steps } = await release.ends(90_000);
  await more.stop();
  expect(outcome).toBe('completed');
  expect(steps[bake]?.finishedAt).toBeGreaterThan(back);
  expect(release.events.filter(({ kind }) => ['held', 'drift', 'undo'].includes(kind))).toEqual([]);
  const to = Date.now();
  expect(await faultsOf(lane.rig, file, candidate, { from, to })).toEqual([]);
  // Users were hit by the loss of Traefik itself, and by nothing before and after it.
  expect(await dropsOf(load, from, killed - slowest)).toEqual({});
  expect(await dropsOf(load, back + 100, to)).toEqual({});
  expect(load.seen.between(killed, back).dropped).toBeGreaterThan(0);
});

test('all instances of the candidate are killed: it is reverted for that, and not started again', async () => {
  // The failed requests are evidence of harm too, often sooner; with this floor only the instances speak.
  await lane.define([...bakedFor('1m'), [['metrics', 'errors', 'floor'], '50%']]);
  await lane.load(others);
  const from = Date.now();
  const release = await lane.release('v4');
  await untilBaking(release, 200);
  const instances = (await readAllSpawns(lane.rig.records)).filter(({ version }) => version === 'v4');
  expect(instances.length).toBe(2);
  const killed = Date.now();
  for (const { pid } of instances) process.kill(pid, 'SIGKILL');

  const { candidate, stable, outcome, cause } = await release.ends();
  expect({ outcome, cause }).toEqual({ outcome: 'reverted', cause: 'verdict' });
  const verdict = release.events.find(({ kind }) => kind === 'verdict');
  expect(verdict?.data).toMatchObject({ verdict: 'fail', reason: 'instances' });

  const ended = await countedByTraefik(lane.rig.traefik.metrics);
  const after = await until('100 requests after the end', async () => {
    const now = await countedByTraefik(lane.rig.traefik.metrics);
    return now[stable?.slot ?? 'blue'] - ended[stable?.slot ?? 'blue'] >= 100 && now;
  });
  expect(after[candidate.slot]).toBe(ended[candidate.slot]);
  const tokens = (await readAllSpawns(lane.rig.records)).flatMap(({ version, token }) =>
    version === 'v4' ? [token] : [],
  );
  expect(tokens.length).toBe(2);
  expect(await stillRunning(tokens)).toEqual([]);
  const to = Date.now();
  expect(await faultsOf(lane.rig, file, candidate, { from, to })).toEqual([]);
  // Only what was sent to the dead instances, until the weight was 0 again, found nobody.
  const zero = release.events.findLast(({ kind }) => kind === 'written')?.at ?? 0;
  expect(await dropsOf(load, from, killed - slowest)).toEqual({});
  expect(await dropsOf(load, zero + 100, to)).toEqual({});
});

/** Waits until blocks of the bake have counted so many requests of the candidate. */
async function untilBaking(release: FollowedRelease, requests = 1): Promise<void> {
  await release.reaches(
    'bake',
    ({ steps, live }) =>
      steps[bake]?.state === 'running' &&
      (live?.evidence ?? []).some(({ stage }) => stage.candidate.total >= requests),
  );
}

function temporalPid(): Promise<number> {
  const { record } = embeddedLayout(lane.rig.dataFolder);
  return until('a recorded server', async () => (await readRecord(record))?.process?.pid);
}
