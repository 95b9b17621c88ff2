/** What the verdict finds on real traffic, and what it lets pass: faults of one version, and one that hits both. */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verdictAt } from '../rigs/verdict-at.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';

const rate = 150;
const timeout = 150_000;

function stepsWith(shift: string, bake: object): Change {
  return [
    [['platform', 'process', 'instances'], 1],
    [['steps'], ['deploy', { shift }, { bake }, 'cutover', 'retire']],
  ];
}

let lane: Lane;

madeAnew({ start, stop: async () => lane?.stop() });

async function start(): Promise<void> {
  lane = await startLane(stepsWith('5%', { until: 'elapsed', max: '2m' }));
  await lane.load(rate);
}

test('five times as many errors are found at 5 % of the traffic', { timeout }, async () => {
  const release = await lane.release('v2-x5');
  expect(await release.ends(120_000)).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(verdictAt(release)).toMatchObject({ verdict: 'fail', reason: 'harm', blame: 'errors' });
});

test('300 ms more on a fifth of the requests are found at 5 %', { timeout }, async () => {
  const release = await lane.release('v3-late');
  expect(await release.ends(120_000)).toMatchObject({ outcome: 'reverted', cause: 'verdict' });
  expect(verdictAt(release)).toMatchObject({ verdict: 'fail', reason: 'harm', blame: 'latency' });
});

test('an incident that hits both versions alike stops nothing', { timeout }, async () => {
  // Long enough for the incident to be seen on both sides before the bake ends, also on a busy machine.
  await lane.define(stepsWith('20%', { until: 'elapsed', max: '30s' }));
  const release = await lane.release('v4');
  await release.reaches('bake', ({ steps }) => steps[2]?.state === 'running');
  const incident = join(lane.rig.records, 'incident');
  await writeFile(incident, '0.4');
  const failedOf = ({ bad = [0] }: { bad?: number[] }): number => bad[0] ?? 0;
  await release.reaches('show it on both sides', ({ live }) => {
    const errors = live?.evidence.find(({ name }) => name === 'errors');
    return (
      errors !== undefined &&
      [errors.overall.candidate, errors.overall.stable].every((side) => failedOf(side) > 30)
    );
  });
  await rm(incident);
  expect(await release.ends()).toMatchObject({ outcome: 'completed' });
});
