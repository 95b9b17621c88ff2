/** The example with a ramp on real parts and under load: a good version climbs to the top, a bad one is stopped. */
import { expect, test } from 'vitest';
import { createClient } from '../../api/client.ts';
import type { Load } from '../../examples/demo/load/start-load.ts';
import { followRelease, type FollowedRelease } from '../rigs/followed-release.ts';
import { writeDefinitions } from '../../examples/demo/rig/definitions.ts';
import { startTraefikFront } from '../../examples/demo/rig/fronts.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { startRigOn } from '../../examples/demo/rig/rig.ts';
import { openLane, type Change, type LaneOn } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { dropsOf } from '../rigs/outside.ts';
import { until } from '../rigs/until.ts';

const errors = (share: number): Change => [
  [['platform', 'process', 'instances'], 1],
  [['platform', 'process', 'environment', 'SAMPLE_ERRORS'], String(share)],
  [['platform', 'process', 'environment', 'SAMPLE_SLOW'], '0'],
  [['metrics', 'latency'], undefined],
  [['metrics', 'errors', 'safeMargin'], undefined],
  // At the default, 0.1 %, a service without errors needs five times as many requests for its proof.
  [['metrics', 'errors', 'negligible'], '0.5%'],
  [['drain'], { wait: '0s' }],
];
const ramp = 2;

let lane: LaneOn<Parts>;
let load: Load;

madeAnew({ start, stop: async () => lane?.stop() });

async function start(): Promise<void> {
  const startParts = async () => ({
    ...(await startTraefikFront()),
    example: 'combinations/traefik-ramp.yaml',
  });
  lane = await openLane(await startRigOn(startParts, errors(0.04)));
  load = await lane.load(200);
}

/** Releases from now on have no errors. */
async function endErrors(): Promise<void> {
  const { folder, records, parts, daemon } = lane.rig;
  const { example, places } = parts;
  const listen = new URL(daemon.api).host;
  await writeDefinitions(folder, { listen, records, example, places, change: errors(0) });
}

/** The weights that a release was raised to, in basis points. */
function raised({ events }: FollowedRelease): unknown[] {
  return events.filter(({ kind }) => kind === 'raised').map(({ data }) => data?.['to']);
}

test('five times as many errors are stopped on the way, for about as many bad responses as the budget', async () => {
  const release = await lane.release('v2-bad');
  const end = await release.ends();
  expect(end).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(end.sentence).toMatch(/^failed: errors is worse than 1.25 times the stable side/);
  expect(raised(release)).not.toContain(5000);
  const { candidate } = end.evidence.find(({ name }) => name === 'errors')?.overall ?? {};
  // 2.5 times the budget is the 95th percentile.
  expect(candidate?.bad[0]).toBeLessThan(125);
});

test('a service without errors climbs to the top, and says what it waits for', async () => {
  const { api } = lane.rig.daemon;
  await endErrors();
  const client = createClient(api, 'bob');
  const { id } = await client.submit({
    service: 'sample',
    environment: 'demo',
    version: 'v3',
    kind: 'hotfix',
    reason: 'no errors any more',
  });
  await until('the hotfix to begin', () => client.release(id ?? ''));
  const hotfix = followRelease(api, id ?? '');
  expect(await hotfix.ends()).toMatchObject({ outcome: 'completed' });
  await hotfix.stop();

  const began = Date.now();
  const release = await lane.release('v4');
  const waiting = /^at \d+(\.\d+)? %(, next \d+(\.\d+)? %)?: waiting: \d/;
  await release.reaches('say what it waits for', ({ live }) => waiting.test(live?.ramp?.sentence ?? ''));
  const end = await release.ends();
  expect(end).toMatchObject({ outcome: 'completed' });
  expect(end.steps[ramp]?.note).toMatch(/^passed: at 50 %/);
  const weights = raised(release).map(Number);
  expect(weights).toEqual(weights.toSorted((a, b) => a - b));
  expect(weights.at(-1)).toBe(5000);
  const step = end.steps[ramp];
  process.stdout.write(
    `ramp: ${weights.map((weight) => `${weight / 100} %`).join(', ')} in ${((step?.finishedAt ?? 0) - (step?.startedAt ?? 0)) / 1000} s\n`,
  );
  expect(await dropsOf(load, began, Date.now())).toEqual({});
});

test('a freeze that begins in mid-ramp holds it at its weight, watched, and it goes on by itself when that ends', async () => {
  const client = createClient(lane.rig.daemon.api, 'ann');
  await endErrors();
  const release = await lane.release('v5');
  await release.reaches('be raised', () => raised(release).length > 0);
  const freeze = await client.freeze({ lanes: ['sample@demo'], reason: 'a migration', for: '1h' });
  const { phase, traffic, hold } = await release.reaches(
    'stand still',
    (view) => view.hold?.reason === 'freeze',
  );
  expect(phase).toBe('holding');
  expect(hold?.message).toContain('a migration');
  const { asked } = traffic;
  const watched = await release.reaches(
    'be watched meanwhile',
    ({ live }) => (live?.at ?? 0) > (hold?.since ?? 0) + 3000,
  );
  expect(watched).toMatchObject({ hold: { reason: 'freeze' }, traffic: { asked } });
  await client.endFreeze(freeze.id, 'it is done');
  await release.reaches('be raised again', (view) => view.traffic.asked > asked);
  await client.abort(release.id, 'it was seen');
  expect(await release.ends()).toMatchObject({ outcome: 'reverted', cause: 'abort' });
});
