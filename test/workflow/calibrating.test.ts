import { ApplicationFailure } from '@temporalio/common';
import { describe, expect, test } from 'vitest';
import type { AnalysisConfig, MetricConfig, Step } from '../../config/plan.ts';
import { useRig } from './environment.ts';
import { releaseInput } from './inputs.ts';
import { analysis, bursty, kept } from './metrics.ts';
import { bake, cutover, deploy, errorMetric, keep, retire, shift, smoke } from './plans.ts';
import { playRelease } from './release-under-test.ts';
import { until } from '../rigs/until.ts';
import { untilCancelled } from './scripted-watch.ts';
import { servingWorld, type World } from './world.ts';

const rig = useRig();
const steps: Step[] = [deploy, smoke, shift(500), bake(), shift(2500), bake(), cutover, keep(30), retire];

async function play(world: World, metrics: MetricConfig[], more: Partial<AnalysisConfig> = {}) {
  const input = releaseInput(steps, { metrics, analysis: { ...analysis, ...more } });
  const played = await playRelease(rig(), world, input);
  expect(played.result.outcome).toBe('completed');
  return played.events.filter(({ kind }) => kind === 'calibrated').map(({ message }) => message);
}

describe('before the first shift', () => {
  test('the past of the stable side decides how long blocks are and how evidence is divided', async () => {
    const world = servingWorld();
    world.calibrates = () => ({ errors: bursty() });
    const told = await play(world, [kept]);
    // The other one is of the limit after the cutover.
    expect(told).toHaveLength(2);
    expect(told[0]).toMatch(
      /^calibrated errors by pairs over 6 hours of the stable side: 4\d\d bad requests, phi [\d.]+, so the evidence is divided by [\d.]+; blocks of 30 s$/,
    );
    const [first] = world.watched;
    expect(first?.analysis).toMatchObject({ block: 30_000, plannedBlocks: 124 });
    expect(first?.calibrations['errors']).toMatchObject({ method: 'pairs', blockIntervals: 3 });
    expect(world.calibrated).toMatchObject([{ stable: 'blue', versions: { blue: 'v1', green: 'v2' } }]);
    // Propagation, and what 99 of 100 requests take.
    expect((first?.blocksFrom ?? 0) - (first?.trafficSince ?? 0)).toBe(350);
  });

  test('blocks are no shorter than the sources and the history allow, and a given length stays', async () => {
    const world = servingWorld();
    world.calibrates = () => ({ errors: bursty() });
    await play(world, [kept], { shortestBlock: 45_000 });
    expect(world.watched[0]?.analysis.block).toBe(60_000);
    const given = servingWorld();
    given.calibrates = () => ({ errors: bursty() });
    const [said] = await play(given, [kept], { block: 10_000, blockGiven: true });
    expect(given.watched[0]?.analysis).toMatchObject({ block: 10_000, plannedBlocks: 60 });
    expect(said).toContain('blocks of 10 s, as given');
  });

  test('what cannot be learnt is assumed, and said', async () => {
    const world = servingWorld();
    world.calibrates = () => {
      throw ApplicationFailure.nonRetryable('no such source');
    };
    const [said] = await play(world, [{ ...kept, burstDivisor: 3, name: 'orders' }, kept]);
    expect(said).toBe(
      'orders: the evidence is divided by 3, as the service file says; ' +
        'assumed of errors: 0 bad requests over 0 s of the stable side (no such source), so the evidence is divided by 8; blocks of 30 s',
    );
  });

  test('a stable side that is only watched is watched until the shift, and holds nothing up', async () => {
    const world = servingWorld();
    let stopped = false;
    world.calibrates = async () =>
      untilCancelled().catch(() => {
        stopped = true;
        return { errors: { ...bursty(), by: 'watched' } } as const;
      });
    // What is over sooner leaves nothing to watch.
    world.deploys = async () => until('the stable side to be watched', () => world.calibrated.length > 0);
    const [said] = await play(world, [errorMetric]);
    expect(stopped).toBe(true);
    expect(said).toMatch(/by pairs over 6 hours/);
  });

  test('and an abort ends it', async () => {
    const world = servingWorld();
    world.calibrates = async () => untilCancelled().catch(() => undefined);
    world.deploys = untilCancelled;
    const input = releaseInput(steps, { metrics: [errorMetric], analysis });
    const { result } = await playRelease(rig(), world, input, async (running) => {
      await running.untilStep('deploy');
      await running.abort();
    });
    expect(result.outcome).toBe('reverted');
    expect(world.watched).toEqual([]);
  });
});

test('at each weight what was seen of the stable side until then counts', async () => {
  const world = servingWorld();
  world.calibrates = () => ({});
  const begun = Date.now();
  const blocks = Array.from({ length: 40 }, (_, k) => ({
    start: begun + k * 30_000,
    seconds: 30,
    stage: '1',
    counts: { errors: { stable: { total: 10_000, bad: [100 + (k % 7)] } } },
  }));
  world.finds = (request) =>
    request.bake === undefined ? undefined : { kind: 'pass', ...(request.stage === '1' ? { blocks } : {}) };
  const told = await play(world, [errorMetric]);
  expect(told).toEqual([
    'assumed of errors: 0 bad requests over 0 s of the stable side, so the evidence is divided by 8; blocks of 30 s',
    expect.stringMatching(
      /^calibrated errors by pairs over 20 minutes of the stable side: 4,1\d\d bad requests, phi 0\.\d+, so the evidence is divided by 1; blocks of 30 s$/,
    ),
    'errors has no limit: too little is known of the stable side',
  ]);
  const third = world.watched.find(({ stage }) => stage === '2');
  expect(third?.calibrations['errors']).toMatchObject({ method: 'pairs', burstDivisor: 1 });
});

describe('after the cutover', () => {
  test('a metric without a limit is held to what the stable side has shown, and both are said', async () => {
    const world = servingWorld();
    world.calibrates = () => ({ errors: bursty() });
    const metrics = [kept, { ...kept, name: 'given', limit: 0.02 }, { ...errorMetric, name: 'unknown' }];
    const input = releaseInput(steps, { metrics, analysis });
    const { events, status } = await playRelease(rig(), world, input);
    const limits =
      /limit of errors: [\d.]+ %, derived from 6 hours of v1; limit of given: 2 %, as given; unknown has no limit: too little is known of the stable side/;
    expect(events.filter(({ kind }) => kind === 'calibrated').at(-1)?.message).toMatch(limits);
    const note = status.steps.at(-2)?.note;
    expect(note).toMatch(limits);
    expect(note).toMatch(/^only instances were watched, but no request was counted for errors and given /);
    const last = world.watched.at(-1);
    expect(last?.limits['errors']).toBeGreaterThan(0);
    expect(
      world.watched
        .filter(({ weight }) => weight < 10_000)
        .every((each) => Object.keys(each.limits).length === 0),
    ).toBe(true);
  });
});

test('what a person was asked about the candidate being faster is not asked again at the next weight', async () => {
  const world = servingWorld();
  world.finds = (request) => {
    if (!request.muted.includes('faster') && request.stage === '1')
      return { kind: 'hold', finding: 'faster', reason: 'faster than before', message: 'it is faster' };
    return request.bake === undefined ? undefined : { kind: 'pass' };
  };
  const input = releaseInput(steps, { metrics: [errorMetric], analysis });
  const { result } = await playRelease(rig(), world, input, async (running) => {
    await running.untilHeld('faster than before');
    await running.act('promote', 'bob');
  });
  expect(result.outcome).toBe('completed');
  expect(
    world.watched.filter(({ stage }) => stage === '2').every(({ muted }) => muted.includes('faster')),
  ).toBe(true);
});
