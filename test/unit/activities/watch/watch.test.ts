import { describe, expect, test } from 'vitest';
import type { ActivityContext } from '../../../../activities/context.ts';
import type { WatchRequest } from '../../../../activities/types.ts';
import { createWatchActivity } from '../../../../activities/watch.ts';
import { unpack, type WatchDetails } from '../../../../activities/watch/carried.ts';
import { metricsOf, settingsOf } from '../../../../activities/watch/metrics.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import { until } from '../../../rigs/until.ts';
import { contextOf, environment, fakeWorld, place, type FakeWorld, perform } from '../world.ts';
import { errors, histogram, latency, series } from './metric.ts';

/** Requests a second of each slot, and the share of bad ones. */
interface Load {
  blue: [number, number];
  green: [number, number];
}

const split = { blue: 5000, green: 5000 };

/** A world in which both slots answer requests as time passes. */
function loaded(load: Load): FakeWorld {
  const began = Date.now();
  const world = { ...fakeWorld(), split, processStartedAt: began - 60_000 };
  world.series = (slot) => {
    const now = Date.now();
    const [rate, bad] = load[slot];
    const total = 1000 + Math.round((rate * (now - began)) / 1000);
    const failed = Math.round(total * bad);
    return [series({ code: '200' }, total - failed, now), series({ code: '500' }, failed, now)];
  };
  return world;
}

function asked(more: Partial<WatchRequest> = {}): WatchRequest {
  const now = Date.now();
  return {
    place,
    release: 'shop.test.2',
    metrics: [errors],
    analysis: { alpha: 0.01, beta: 0.05, block: 1000, warmup: 0, splitDivisor: 10, plannedBlocks: 60 },
    candidate: 'green',
    stable: 'blue',
    warm: null,
    stage: '1',
    weight: 5000,
    mode: 'steady',
    blocksFrom: now,
    trafficSince: now,
    muted: [],
    expected: { split },
    until: now + 4300,
    state: null,
    ...more,
  };
}

function watching(world: FakeWorld, request: WatchRequest, details?: unknown) {
  const context: ActivityContext = contextOf(world);
  const env = environment({ heartbeatDetails: details });
  const heartbeats: WatchDetails[] = [];
  env.on('heartbeat', (each: WatchDetails) => heartbeats.push(each));
  const { watch } = createWatchActivity(context);
  return { env, heartbeats, answer: perform(env, watch, request) };
}

const good: Load = { blue: [2000, 0.01], green: [2000, 0.01] };

describe.concurrent('a watch', () => {
  test('passes a bake of a fixed time, whose last block ends before that time', async () => {
    const now = Date.now();
    const times = { minUntil: now + 3500, maxUntil: now + 3500 };
    const request = asked({
      blocksFrom: now + 1200,
      until: now + 10_000,
      bake: { until: 'elapsed', minRequests: 0, ...times },
    });
    const { kind, message } = await watching(loaded(good), request).answer;
    expect({ kind, message }).toEqual({ kind: 'pass', message: expect.stringContaining('the time is over') });
    expect(Date.now()).toBeGreaterThanOrEqual(times.minUntil);
  });

  test('closes its blocks on time and ends the chunk with what it carries', async () => {
    const request = asked();
    const { answer, heartbeats } = watching(loaded(good), request);
    const { kind, blocks, state, evidence, raiseAllowed, overBound } = await answer;
    expect({ kind, raiseAllowed, overBound }).toEqual({
      kind: 'chunk',
      raiseAllowed: true,
      overBound: false,
    });
    expect(blocks).toHaveLength(4);
    for (const [i, block] of blocks.entries()) {
      expect(block.seconds).toBeGreaterThan(0.95);
      expect(block.seconds).toBeLessThan(1.4);
      expect(block.start).toBe(
        i === 0 ? block.start : (blocks[i - 1]?.start ?? 0) + (blocks[i - 1]?.seconds ?? 0) * 1000,
      );
      expect(block.counts['errors']?.candidate?.total).toBeGreaterThan(1700);
    }
    expect(state.openSince).not.toBeNull();
    expect(evidence.map(({ name }) => name)).toEqual(['errors']);
    expect(heartbeats.length).toBeGreaterThanOrEqual(4);
    expect(JSON.stringify(state).length).toBeLessThan(50_000);
  });

  test('passes a bake as soon as the candidate is proven safe', async () => {
    const now = Date.now();
    const bake = { until: 'safe', minRequests: 100, minUntil: now, maxUntil: now + 20_000 } as const;
    const { answer } = watching(loaded(good), asked({ bake, until: now + 20_000 }));
    const { kind, message } = await answer;
    expect({ kind, message }).toEqual({
      kind: 'pass',
      message: 'passed: every required metric is proven safe',
    });
    expect(Date.now() - now).toBeLessThan(10_000);
  });

  test('a bake by time passes only when it is over', async () => {
    const now = Date.now();
    const bake = { until: 'elapsed', minRequests: 100, minUntil: now + 3000, maxUntil: now + 3500 } as const;
    const { answer } = watching(loaded(good), asked({ bake, until: now + 20_000 }));
    const { kind, blocks } = await answer;
    expect(kind).toBe('pass');
    expect(Date.now() - now).toBeGreaterThanOrEqual(3500);
    expect(blocks.length).toBeGreaterThanOrEqual(3);
  });

  test('fails on harm with the metric to blame, within or without a bake', async () => {
    const { answer } = watching(
      loaded({ blue: [1000, 0.01], green: [1000, 0.2] }),
      asked({ until: Date.now() + 9000 }),
    );
    expect(await answer).toMatchObject({
      kind: 'fail',
      finding: 'harm',
      reason: 'harm',
      blame: 'errors',
      overBound: true,
      raiseAllowed: false,
    });
  });

  test('goes on after a fail that a person knows of, and never passes it', async () => {
    const now = Date.now();
    const bake = { until: 'elapsed', minRequests: 0, minUntil: now, maxUntil: now + 3200 } as const;
    const world = loaded({ blue: [1000, 0.01], green: [1000, 0.2] });
    const { answer } = watching(world, asked({ bake, muted: ['harm'], until: now + 9000 }));
    expect(await answer).toMatchObject({ kind: 'inconclusive', reason: 'harm', overBound: true });
  });

  test('a candidate without requests ends inconclusive with its reason', async () => {
    const now = Date.now();
    const world = loaded(good);
    const both = world.series;
    world.series = (slot) => (slot === 'green' ? [] : both(slot));
    const bake = { until: 'safe', minRequests: 1, minUntil: now, maxUntil: now + 2500 } as const;
    const { answer } = watching(world, asked({ bake }));
    const { kind, reason, blocks } = await answer;
    expect({ kind, reason }).toEqual({ kind: 'inconclusive', reason: 'no data' });
    expect(blocks.at(-1)?.problems?.[0]).toMatchObject({
      metric: 'errors',
      side: 'candidate',
      kind: 'absent',
    });
  });

  test('a split with more than asked is held; with less only in a bake', async () => {
    const until = Date.now() + 4200;
    const request = {
      analysis: { ...asked().analysis, splitDivisor: 1 },
      until,
      weight: 1000,
      expected: { split: { blue: 9000, green: 1000 } },
    };
    const world = { ...loaded(good), split: request.expected.split };
    const more = await watching(world, asked(request)).answer;
    expect(more).toMatchObject({ kind: 'hold', finding: 'split', reason: 'split is not what was asked' });
    expect(more.message).toMatch(/larger share/);

    const less = { ...loaded({ ...good, green: [20, 0.01] }), split: request.expected.split };
    const from = { ...request, until: Date.now() + 4200 };
    const bake = { until: 'safe', minRequests: 1, minUntil: 0, maxUntil: Date.now() + 60_000 } as const;
    const [watched, baked] = await Promise.all([
      watching(less, asked(from)).answer,
      watching(less, asked({ ...from, bake })).answer,
    ]);
    expect(watched.kind).toBe('chunk');
    expect(baked).toMatchObject({ kind: 'hold', finding: 'split' });
    expect(baked.message).toMatch(/fewer requests than it is sent/);
  });

  test('a candidate without a ready instance fails at the second check, also while a weight changes', async () => {
    const world = loaded(good);
    world.slots.green = ['dead'];
    const { answer } = watching(world, asked({ mode: 'transition' }));
    expect(await answer).toMatchObject({
      kind: 'fail',
      finding: 'instances',
      reason: 'instances',
      blocks: [],
    });
  });

  test('a stable side without a ready instance is held, and told before the candidate is judged', async () => {
    const world = loaded(good);
    world.slots = { blue: ['dead'], green: ['dead'] };
    const { answer } = watching(world, asked());
    expect(await answer).toMatchObject({ kind: 'hold', finding: 'stable', reason: 'stable not ready' });
  });

  test('somebody else in the router is told at once, and a change that keeps the mark too', async () => {
    const world = { ...loaded(good), split: { blue: 0, green: 10_000 } };
    const answer = await watching(world, asked()).answer;
    expect(answer).toMatchObject({ kind: 'drift', message: expect.stringContaining('green 100 %') });
    expect(answer.state.openSince).toBeNull();

    const edited = loaded(good);
    const { answer: second } = watching(edited, asked());
    setTimeout(() => {
      edited.digest = 'by hand';
    }, 300);
    expect(await second).toMatchObject({
      kind: 'drift',
      message: expect.stringContaining('changed by hand'),
    });
  });

  test('a router, a platform or a source that is down is told, and is no finding', async () => {
    const world = loaded(good);
    const { answer, heartbeats } = watching(world, asked());
    setTimeout(() => {
      Object.assign(world, {
        routerDown: 'router away',
        platformDown: 'platform away',
        sourceDown: 'source away',
      });
    }, 1300);
    const { kind, blocks } = await answer;
    expect(kind).toBe('chunk');
    expect(heartbeats.at(-1)?.heartbeat.sentence).toMatch(
      /platform away.*router away|router away.*platform away/,
    );
    expect(blocks.at(-1)).toMatchObject({
      counts: {},
      problems: [{ kind: 'error', message: 'source away' }],
    });
  });
});

describe.concurrent('a source that was down', () => {
  test('moves no evidence, and what was missed is not counted later', async () => {
    const world = loaded(good);
    setTimeout(() => {
      world.sourceDown = 'connection refused';
    }, 700);
    setTimeout(() => {
      world.sourceDown = undefined;
    }, 2700);
    const { blocks } = await watching(world, asked({ until: Date.now() + 5300 })).answer;
    const totals = blocks.map(({ counts }) => counts['errors']?.candidate?.total);
    expect(totals.slice(0, 2)).toEqual([undefined, undefined]);
    expect(totals.at(-1)).toBeGreaterThan(1500);
    for (const total of totals) expect(total ?? 0).toBeLessThan(3000);
    expect(blocks[0]?.problems).toEqual([{ metric: 'errors', kind: 'error', message: 'connection refused' }]);
  });
});

describe.concurrent('a watch that is asked to stop', () => {
  test('closes the open block early and answers with its state', async () => {
    const { env, answer } = watching(
      loaded(good),
      asked({ analysis: { ...asked().analysis, block: 60_000 }, until: Date.now() + 60_000 }),
    );
    setTimeout(() => env.cancel(), 1500);
    const { kind, blocks, state } = await answer;
    expect(kind).toBe('cancelled');
    expect(blocks).toHaveLength(1);
    expect(blocks[0]).toMatchObject({ partial: true });
    expect(state.openSince).toBeNull();
    expect(state.verdict.blocks).toBe(1);
  });

  test('drops a block of less than a second', async () => {
    const { env, answer } = watching(loaded(good), asked());
    setTimeout(() => env.cancel(), 400);
    expect(await answer).toMatchObject({ kind: 'cancelled', blocks: [], state: { openSince: null } });
  });

  test('still says that the last block was the one too many', async () => {
    const world = loaded({ blue: [1000, 0.01], green: [1000, 0.5] });
    const { env, answer } = watching(
      world,
      asked({ analysis: { ...asked().analysis, block: 60_000 }, until: Date.now() + 60_000 }),
    );
    setTimeout(() => env.cancel(), 1500);
    expect(await answer).toMatchObject({ kind: 'fail', finding: 'harm' });
  });

  test('by the end of its process does not answer, so that another attempt goes on', async () => {
    const { env, answer } = watching(loaded(good), asked());
    setTimeout(() => env.cancel('WORKER_SHUTDOWN', undefined), 300);
    // A shutdown of the worker carries no request to cancel.
    Object.defineProperty(env.context, 'cancellationDetails', { value: undefined });
    await expect(answer).rejects.toThrow('WORKER_SHUTDOWN');
  });
});

test('a repeated attempt goes on from the heartbeats: the gap is one block, by difference', async () => {
  const world = loaded(good);
  const request = asked({ until: Date.now() + 60_000 });
  const first = watching(world, request);
  const beat = await new Promise<WatchDetails>((resolve) => {
    first.env.on('heartbeat', (each: WatchDetails) => {
      if ((unpack(each)?.blocks.length ?? 0) >= 2) resolve(each);
    });
  });
  first.env.cancel();
  await first.answer;
  const resumed = unpack(beat);
  const gone = Date.now();
  await until('time to pass with nobody there', () => Date.now() - gone > 2500);
  const { blocks, state } = await watching(world, { ...request, until: Date.now() + 1500 }, beat).answer;
  expect(blocks.slice(0, 2)).toEqual(resumed?.blocks.slice(0, 2));
  expect(blocks[2]?.seconds).toBeGreaterThan(2.4);
  expect(blocks[2]?.counts['errors']?.candidate?.total).toBeGreaterThan(4800);
  expect(state.verdict.blocks).toBe(blocks.length);
});

test('edges are chosen from what the stable side has counted, and kept', async () => {
  const world = loaded(good);
  world.series = () => histogram({ '0.1': 500, '0.5': 950, '1': 1000, '+Inf': 1000 }).map(now);
  const { state } = await watching(world, asked({ metrics: [latency], until: Date.now() + 1200 })).answer;
  expect(state.edges).toEqual({ latency: [0.1, 0.5] });
  expect(state.verdict.metrics['latency']?.edges).toHaveLength(2);
});

test('the blocks of a report give the same verdict again, also with edges that were chosen late', async () => {
  const world = loaded(good);
  const began = Date.now();
  world.series = (slot) => {
    const time = Date.now() - began;
    if (time < 1500) return slot === 'blue' ? histogram({ '0.1': 0, '+Inf': 0 }).map(now) : [];
    return histogram({ '0.1': Math.round(time * 0.9), '+Inf': time }).map(now);
  };
  const request = asked({ metrics: [{ ...errors, name: 'latency', bad: latency.bad }] });
  const { blocks, state } = await watching(world, request).answer;
  expect(blocks[0]?.problems?.[0]?.message).toMatch(/no edge is chosen/);
  expect(state.edges).toEqual({ latency: [0.1] });
  const metrics = metricsOf(request.metrics, state.edges);
  const settings = settingsOf(request.analysis, state.granularity);
  const again = blocks.reduce(
    (verdict, block) => advance(verdict, metrics, settings, block),
    begin(metrics, settings),
  );
  expect(again.metrics['latency']?.stage.candidate.total).toBeGreaterThan(500);
  expect(again).toEqual(state.verdict);
});

function now(each: ReturnType<typeof series>): ReturnType<typeof series> {
  return { ...each, samples: each.samples.map(({ value }) => ({ at: Date.now(), value })) };
}
