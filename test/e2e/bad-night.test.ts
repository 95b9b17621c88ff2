/** The acts of a bad night on real parts and under load: supersede, abort in keep, rollback of what has finished. */
import { expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { followRelease, type FollowedRelease } from '../rigs/followed-release.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { dropsOf } from '../rigs/outside.ts';
import { until } from '../rigs/until.ts';

const common: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
  [['onBusy'], 'supersede'],
];
const canary: Change = [
  ...common,
  [['steps'], ['deploy', { shift: '10%' }, { bake: { for: '60s' } }, 'cutover', { keep: '60s' }, 'retire']],
];
const plain: Change = [...common, [['steps'], ['deploy', 'cutover', { keep: '60s' }, 'retire']]];

let lane: Lane;
let load: Load;
let file: FileWatch;
let followed: FollowedRelease[] = [];

madeAnew({ start, stop });

async function start(): Promise<void> {
  followed = [];
  lane = await startLane(canary);
  load = await lane.load(100);
  file = watchFile(lane.file, 'sample.demo');
}

async function stop(): Promise<void> {
  file?.close();
  await Promise.all(followed.map(async (release) => release.stop()));
  await lane?.stop();
}

const bob = () => createClient(lane.rig.daemon.api, 'bob');

/** Follows a release that the lane begins by itself. */
async function begun(id: string): Promise<FollowedRelease> {
  await until(`${id} to begin`, () => bob().release(id));
  const release = followRelease(lane.rig.daemon.api, id);
  followed.push(release);
  return release;
}

const inKeep = (release: FollowedRelease) =>
  release.reaches('keep', ({ steps }) =>
    steps.some((step) => step.kind === 'keep' && step.state === 'running'),
  );

/** Waits for the keep of a release, and cuts it short. */
async function complete(release: FollowedRelease): Promise<void> {
  const { step, token } = await inKeep(release);
  await bob().act(release.id, 'promote', { step, token, reason: 'it holds' });
  expect(await release.ends()).toMatchObject({ outcome: 'completed' });
}

/** When it was first seen that no request goes to the candidate any more, milliseconds since the epoch. */
function zeroSeen({ events }: FollowedRelease): number {
  const back = events.find(({ kind }) => kind === 'undo-started');
  const zero = events.find(({ kind, number }) => kind === 'observed' && number > (back?.number ?? Infinity));
  expect(zero?.data).toMatchObject({ observed: 0 });
  return zero?.at ?? 0;
}

test('W7, F7: a candidate at 10 % is seen to be at 0 before the newer version is deployed; nothing is dropped', async () => {
  const began = Date.now();
  const old = await lane.release('v2');
  await old.reaches('bake', ({ steps }) => steps[2]?.state === 'running');
  await lane.define(plain);
  const answer = await bob().submit({
    service: 'sample',
    environment: 'demo',
    version: 'v3',
    reason: 'the fix',
  });
  expect(answer).toMatchObject({ state: 'queued', note: `${old.id} is being reverted for it` });
  expect(await old.ends()).toMatchObject({ outcome: 'reverted', cause: 'superseded' });
  const newer = await begun(answer.id ?? '');
  await inKeep(newer);
  expect(zeroSeen(old)).toBeLessThan(newer.events[0]?.at ?? 0);
  expect(await dropsOf(load, began, Date.now())).toEqual({});

  await complete(newer);
});

test('B7, W9: an abort in keep swaps back at once, onto instances that are warm; nothing is dropped', async () => {
  await lane.define(plain);
  const began = Date.now();
  const release = await lane.release('v4');
  const { stable } = await inKeep(release);
  const asked = Date.now();
  await bob().abort(release.id, 'the checkout is broken');
  expect(await release.ends()).toMatchObject({ outcome: 'reverted', cause: 'abort' });
  const written =
    file.seen.find(({ at, split }) => at >= asked && split?.[stable?.slot ?? 'blue'] === 10_000)?.at ?? 0;
  expect(written).toBeGreaterThan(0);
  const seen = zeroSeen(release);
  process.stdout.write(
    `abort in keep: written after ${written - asked} ms, 0 seen after ${seen - asked} ms\n`,
  );
  const ended = Date.now();
  expect(await dropsOf(load, began, ended)).toEqual({});
  expect(Object.keys(load.seen.between(seen + 200, ended).versions)).toEqual([stable?.version]);
});

test('a rollback of a finished release brings the last known good version back; nothing is dropped', async () => {
  // After a try that failed, nothing but v1 was ever live.
  if ((await bob().lane('sample.demo')).good.length < 2) {
    await lane.define(plain);
    await complete(await lane.release('v3'));
  }
  const asked = Date.now();
  const answer = await bob().rollback('sample.demo', { reason: 'v3 loses orders' });
  expect(answer).toMatchObject({ state: 'running', version: 'v1' });
  const release = await begun(answer.id ?? '');
  const { step, token } = await inKeep(release);
  const served = release.events.find(({ kind, data }) => kind === 'observed' && data?.['kind'] === 'proven');
  process.stdout.write(`rollback: v1 has all traffic after ${((served?.at ?? 0) - asked) / 1000} s\n`);
  await bob().act(release.id, 'promote', { step, token, reason: 'it holds' });
  const end = await release.ends();
  process.stdout.write(`rollback: it has ended after ${((end.finishedAt ?? 0) - asked) / 1000} s\n`);
  expect(end).toMatchObject({ kind: 'rollback', outcome: 'completed', reason: 'v3 loses orders' });
  const ended = Date.now();
  expect(await dropsOf(load, asked, ended)).toEqual({});
  await until('requests after it', () => load.seen.settledBefore() > ended + 500);
  expect(Object.keys(load.seen.between(ended, ended + 400).versions)).toEqual(['v1']);
});
