/** A lane whose only evidence are CloudWatch's figures, late as they come, and away for a while. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readStarted } from '../kill/own-counts.ts';
import { giveAwsCredentials } from '../rigs/aws-credentials.ts';
import { startCloudwatch, type CloudwatchStandIn } from '../rigs/cloudwatch.ts';
import { createSums, type Sums } from '../rigs/cloudwatch/sums.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { madeAnew } from '../rigs/made-anew.ts';
import { until } from '../rigs/until.ts';

const second = 1000;
/** Requests a second, half of which go to the candidate. */
const rate = 150;
const targetGroup = { blue: 'targetgroup/blue/1', green: 'targetgroup/green/3' };
const services = { blue: 'sample-demo-blue@file', green: 'sample-demo-green@file' };
const steps: Change[number] = [
  ['steps'],
  [
    'deploy',
    { shift: '50%' },
    { bake: { until: 'safe', minRequests: 400, max: '90s' } },
    'cutover',
    'retire',
  ],
];
const common: Change = [
  [['platform', 'process', 'instances'], 1],
  [['metrics', 'latency'], undefined],
];
const bake = 2;

let lane: Lane;
let cloudwatch: CloudwatchStandIn;
let sums: Sums;

madeAnew({ start, stop });

async function start(): Promise<void> {
  giveAwsCredentials();
  lane = await startLane([...common, steps]);
  const createLateSums = (): Sums => (sums = createSums(lane.rig.traefik.metrics));
  cloudwatch = await startCloudwatch(createLateSums, {
    [targetGroup.blue]: services.blue,
    [targetGroup.green]: services.green,
  });
  cloudwatch.trouble.lag = 1500;
  const source = {
    endpoint: cloudwatch.endpoint,
    namespace: 'AWS/ApplicationELB',
    total: 'RequestCount',
    good: ['HTTPCode_Target_2XX_Count', 'HTTPCode_Target_3XX_Count', 'HTTPCode_Target_4XX_Count'],
    dimensions: { TargetGroup: targetGroup, LoadBalancer: 'app/front/2' },
    period: '1s',
    delay: '2s',
  };
  const errors = { cloudwatch: source, safeMargin: 4, burstDivisor: 1 };
  await lane.define([...common, steps, [['metrics', 'errors'], errors], [['analysis', 'block'], '2s']]);
  await lane.load(rate);
}

async function stop(): Promise<void> {
  await cloudwatch?.stop();
  await lane?.stop();
}

test('while AWS throttles, nothing is concluded; afterwards every block is there, and the release passes', async () => {
  const release = await lane.release('v2');
  await release.reaches('bake', ({ steps: rail }) => rail[bake]?.state === 'running');
  cloudwatch.trouble.refuse = { times: Infinity, code: 'ThrottlingException', message: 'Rate exceeded' };
  const away = await release.reaches('say that AWS throttles', ({ live }) =>
    /cloudwatch:GetMetricData at \S+ failed: AWS throttles it \(Rate exceeded\)/.test(live?.sentence ?? ''),
  );
  expect(away).toMatchObject({ phase: 'running', step: bake });
  cloudwatch.trouble.refuse.times = 0;

  const { sentence, steps: rail } = await release.ends();
  expect(sentence).toBe('v2 serves all traffic from green');
  expect(rail[bake]?.note).toBe('passed: every required metric is proven safe');
  const blocks = (await blocksOf(release.id)).filter(({ stage }) => stage === '1');
  expect(blocks.length).toBeGreaterThan(1);
  for (const [i, { start, seconds, counts }] of blocks.entries()) {
    const before = blocks[i - 1];
    expect(start).toBe(before === undefined ? start : before.start + before.seconds * second);
    // Of the first block only whole periods count, and the second that it begins in is not one.
    const from = before === undefined ? ceilSecond(start) : floorSecond(start);
    const to = floorSecond(start + seconds * second);
    expect({ i, total: counts.errors?.candidate?.total }).toEqual({ i, total: totalOf('green', from, to) });
    expect({ i, total: counts.errors?.stable?.total }).toEqual({ i, total: totalOf('blue', from, to) });
  }
  const counted = blocks.reduce((sum, { counts }) => sum + (counts.errors?.candidate?.total ?? 0), 0);
  const [from, to] = [blocks[0]?.start ?? 0, (blocks.at(-1)?.start ?? 0) + 2 * second];
  const own = (await readStarted(lane.rig.records))
    .filter(({ version, window }) => version === 'v2' && window >= from && window < to)
    .reduce((sum, { count }) => sum + count, 0);
  // A second at either end may be counted on one side only.
  expect(Math.abs(counted - own)).toBeLessThanOrEqual(2 * rate);
});

test('a bad version is stopped by what CloudWatch says of it', async () => {
  const release = await lane.release('v3-bad');
  const { outcome, cause, sentence } = await release.ends();
  expect({ outcome, cause }).toEqual({ outcome: 'reverted', cause: 'verdict' });
  expect(sentence).toMatch(/errors is worse than 1\.25 times the stable side/);
});

const side = z.object({ total: z.number(), bad: z.array(z.number()) });
const sides = z.object({ candidate: side.optional(), stable: side.optional() });
const report = z.object({
  evidence: z.object({
    blocks: z.array(
      z.object({
        start: z.number(),
        seconds: z.number(),
        stage: z.string(),
        counts: z.object({ errors: sides.optional() }),
      }),
    ),
  }),
});

/** The blocks of the release's report, which is written after the end is told. */
async function blocksOf(id: string) {
  const { evidence } = await until('the report', async () => {
    const answer = await fetch(`${lane.rig.daemon.api}/v1/releases/${id}/report`);
    return answer.ok && report.parse(await answer.json());
  });
  return evidence.blocks;
}

function totalOf(slot: keyof typeof services, from: number, to: number): number {
  return sums.sum(services[slot], 'RequestCount', from, to);
}

function floorSecond(time: number): number {
  return Math.floor(time / second) * second;
}

function ceilSecond(time: number): number {
  return Math.ceil(time / second) * second;
}
