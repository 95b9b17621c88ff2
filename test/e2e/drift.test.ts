/** Somebody edits Traefik's file in the middle of a bake: it is told, and put right or held, as the policy says. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { watchFile, type FileWatch } from '../kill/written-files.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { until } from '../rigs/until.ts';

const definition: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
  [['steps'], ['deploy', { shift: '20%' }, { bake: { for: '8s' } }, 'cutover', 'retire']],
];
const bake = 2;

let lane: Lane;
let load: Load;
let file: FileWatch;

beforeAll(async () => {
  lane = await startLane(definition);
  load = await lane.load(100);
  file = watchFile(lane.file, 'sample.demo');
});

afterAll(async () => {
  file?.close();
  await lane?.stop();
});

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
  expect(splitsSince(asked?.at ?? 0)).toEqual([2000, 5000, 2000, 10_000]);
  expect(await droppedSince(began)).toEqual({});
});

test('by the policy hold it stays as it is until a person says retry', async () => {
  await lane.define([...definition, [['onDrift'], 'hold']]);
  const began = Date.now();
  const release = await lane.release('v3');
  await release.reaches('bake', ({ steps }) => steps[bake]?.state === 'running');
  const asked = file.latest();
  const edited = await lane.edit((text) => text.replace('8000', '9000').replace('2000', '1000'));

  const held = await release.reaches('hold', ({ phase }) => phase === 'holding');
  expect(held.hold).toMatchObject({
    reason: 'drift',
    message: expect.stringContaining('the split is blue 10 %, green 90 %, not blue 20 %, green 80 %'),
    onDeadline: 'revert',
  });
  const told = release.events.filter(({ kind }) => kind === 'drift');
  expect(told).toMatchObject([{ step: bake, page: true }]);
  // The watch goes on past the end of the bake, and nothing is written meanwhile.
  const baked = (held.steps[bake]?.startedAt ?? 0) + 8000;
  await release.reaches('be watched on', ({ live }) => (live?.at ?? 0) > baked + 1000);
  expect(await lane.read()).toBe(edited);

  const { step, token } = await release.reaches('still hold', ({ phase }) => phase === 'holding');
  const client = createClient(lane.rig.daemon.api, 'bob');
  await client.act(release.id, 'retry', { step, token, reason: 'the edit was a mistake' });
  await until('the file to be right again', () => file.latest()?.split?.green === 8000);
  expect(await release.ends()).toMatchObject({ outcome: 'completed' });
  expect(release.events.find(({ kind }) => kind === 'retried')).toMatchObject({
    actor: 'bob',
    reason: 'the edit was a mistake',
  });
  expect(splitsSince(asked?.at ?? 0)).toEqual([8000, 9000, 8000, 0]);
  expect(await droppedSince(began)).toEqual({});
});

/** What green was given since then, at each replacement of the file. */
function splitsSince(from: number) {
  return file.seen.filter(({ at }) => at >= from).map(({ split }) => split?.green);
}

/** Drops by reason. */
async function droppedSince(from: number) {
  const now = Date.now();
  await until('the load to have its answers', () => load.seen.settledBefore() > now);
  return load.seen.between(from, now).reasons;
}
