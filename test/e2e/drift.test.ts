/** Somebody edits Traefik's file in the middle of a bake: it is told, and put right or held, as the policy says. */
import { expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import type { Slot } from '../../config/plan.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { until } from '../rigs/until.ts';

/** How long the bake lasts, in seconds: so long that it is seen and edited before its end also on a busy machine. */
const baked = 16;
const definition: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
  [['steps'], ['deploy', { shift: '20%' }, { bake: { for: `${baked}s` } }, 'cutover', 'retire']],
];
const bake = 2;

let lane: Lane;
let load: Load;
let file: FileWatch;

madeAnew({ start, stop });

async function start(): Promise<void> {
  lane = await startLane(definition);
  load = await lane.load(100);
  file = watchFile(lane.file, 'sample.demo');
}

async function stop(): Promise<void> {
  file?.close();
  await lane?.stop();
}

test('by default it is put right within seconds, and the release goes on', async () => {
  const began = Date.now();
  const release = await lane.release('v2');
  await release.reaches('bake', ({ steps }) => steps[bake]?.state === 'running');
  const asked = file.latest();
  expect(asked?.split).toEqual({ blue: 8000, green: 2000 });
  const edited = await lane.edit((text) => text.replace('8000', '5000').replace('2000', '5000'));

  await release.reaches('tell it', (_view, events) => events.some(({ kind }) => kind === 'drift'));
  const { step, message } = release.events.find(({ kind }) => kind === 'drift') ?? {};
  expect({ step, message }).toEqual({
    step: bake,
    message: expect.stringContaining('the split is blue 50 %, green 50 %, not blue 80 %, green 20 %'),
  });
  await until('the file to be right again', () => file.latest()?.split?.green === 2000);
  expect(file.latest()?.stamp?.act).toBeGreaterThan(asked?.stamp?.act ?? 0);
  expect(await lane.read()).not.toBe(edited);

  const end = await release.ends();
  expect(end).toMatchObject({ outcome: 'completed' });
  expect(splitsSince(asked?.at ?? 0, 'green')).toEqual([2000, 5000, 2000, 10_000]);
  expect(await droppedSince(began)).toEqual({});
});

test('by the policy hold it stays as it is until a person says retry', async () => {
  await lane.define([...definition, [['onDrift'], 'hold']]);
  const began = Date.now();
  const release = await lane.release('v3');
  const { candidate } = await release.reaches('bake', ({ steps }) => steps[bake]?.state === 'running');
  const asked = file.latest();
  const edited = await lane.edit((text) => text.replace('8000', '9000').replace('2000', '1000'));
  const told = (share: number): string =>
    candidate.slot === 'green'
      ? `blue ${100 - share} %, green ${share} %`
      : `blue ${share} %, green ${100 - share} %`;

  const held = await release.reaches('hold', ({ phase }) => phase === 'holding');
  expect(held.hold).toMatchObject({
    reason: 'drift',
    message: expect.stringContaining(`the split is ${told(10)}, not ${told(20)}`),
    onDeadline: 'revert',
  });
  const drifts = release.events.filter(({ kind }) => kind === 'drift');
  expect(drifts).toMatchObject([{ step: bake, page: true }]);
  // The watch goes on past the end of the bake, and nothing is written meanwhile.
  const end = (held.steps[bake]?.startedAt ?? 0) + baked * 1000;
  await release.reaches('be watched on', ({ live }) => (live?.at ?? 0) > end + 1000);
  expect(await lane.read()).toBe(edited);

  const { step, token } = await release.reaches('still hold', ({ phase }) => phase === 'holding');
  const client = createClient(lane.rig.daemon.api, 'bob');
  await client.act(release.id, 'retry', { step, token, reason: 'the edit was a mistake' });
  await until('the file to be right again', () => file.latest()?.split?.[candidate.slot] === 2000);
  expect(await release.ends()).toMatchObject({ outcome: 'completed' });
  expect(release.events.find(({ kind }) => kind === 'retried')).toMatchObject({
    actor: 'bob',
    reason: 'the edit was a mistake',
  });
  expect(splitsSince(asked?.at ?? 0, candidate.slot)).toEqual([2000, 1000, 2000, 10_000]);
  expect(await droppedSince(began)).toEqual({});
});

/** What a slot was given since then, at each replacement of the file. */
function splitsSince(from: number, slot: Slot) {
  return file.seen.filter(({ at }) => at >= from).map(({ split }) => split?.[slot]);
}

/** Drops by reason. */
async function droppedSince(from: number) {
  const now = Date.now();
  await until('the load to have its answers', () => load.seen.settledBefore() > now);
  return load.seen.between(from, now).reasons;
}
