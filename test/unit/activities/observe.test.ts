import { describe, expect, test } from 'vitest';
import { createObserveActivities } from '../../../activities/observe.ts';
import { judgeCutover } from '../../../activities/observe/cutover.ts';
import { judgeRaise } from '../../../activities/observe/raise.ts';
import type { Step } from '../../../activities/observe/step.ts';
import { judgeZero } from '../../../activities/observe/zero.ts';
import { requestsBetween } from '../../../activities/requests-between.ts';
import type { ObserveRequest } from '../../../activities/types.ts';
import { useVirtualTime } from './virtual-time.ts';
import { contextOf, environment, fakeWorld, place, perform } from './world.ts';

useVirtualTime();

/** Steps of 500 ms, each `[candidate, other]`. */
function steps(...each: [number, number][]): Step[] {
  return each.map(([candidate, other]) => ({ length: 500, candidate, other }));
}

function repeat(count: number, step: [number, number]): [number, number][] {
  return Array.from({ length: count }, () => step);
}

describe('raise', () => {
  const asked = { weight: 500, granularity: 1, splitDivisor: 1 };

  test.each<[string, Step[], boolean, string | undefined]>([
    ['one request at the candidate', steps([1, 10]), false, 'proven'],
    ['none yet', steps([0, 10]), false, undefined],
    ['none in 3/weight requests', steps([0, 60]), false, 'unproven'],
    ['none in a minute', steps(...repeat(119, [0, 0]), [0, 5]), false, 'unproven'],
    ['nothing at all', steps([0, 0]), true, 'no-traffic'],
    ['far more than asked', steps([500, 500]), false, 'more'],
    ['far less than asked is waited for', steps([1, 5000]), false, undefined],
    ['far less than asked to the end', steps([1, 5000]), true, 'unproven'],
  ])('%s', (_what, seen, over, kind) => {
    expect(judgeRaise(seen, asked, over)?.kind).toBe(kind);
  });

  test('requests share connections: the divisor makes the split slower to refute', () => {
    expect(judgeRaise(steps([12, 88]), { ...asked, splitDivisor: 10 }, false)?.kind).toBe('proven');
  });
});

describe('cutover', () => {
  test.each<[string, Step[], boolean, string | undefined]>([
    [
      'two full windows after the last request has ended',
      steps([50, 3], ...repeat(6, [100, 0])),
      false,
      'proven',
    ],
    ['one full window is not enough', steps([50, 3], ...repeat(5, [100, 0])), false, undefined],
    ['a late end begins the proof anew', steps(...repeat(6, [100, 0]), [100, 1]), false, undefined],
    ['windows of few requests are waited for', steps(...repeat(20, [5, 0])), false, undefined],
    ['few requests are enough in the end', steps(...repeat(20, [5, 0])), true, 'proven'],
    ['the old slot never becomes quiet', steps(...repeat(20, [100, 1])), true, 'late'],
    ['no traffic at all', steps(...repeat(20, [0, 0])), true, 'no-traffic'],
    ['both are quiet after a last request', steps([0, 1], ...repeat(20, [0, 0])), true, 'no-traffic'],
  ])('%s', (_what, seen, over, kind) => {
    expect(judgeCutover(seen, over)?.kind).toBe(kind);
  });
});

describe('zero', () => {
  test.each<[string, Step[], boolean, string | undefined]>([
    ['quiet for a second while the stable side answers', steps([2, 10], [0, 10], [0, 10]), false, 'proven'],
    ['not yet a second', steps([2, 10], [0, 10]), false, undefined],
    ['no stable traffic yet', steps([0, 0], [0, 0], [0, 0]), false, undefined],
    ['no traffic seen', steps([0, 0], [0, 0], [0, 0]), true, 'no-traffic'],
    ['the candidate goes on', steps([0, 10], [1, 10], [1, 10]), true, 'late'],
  ])('%s', (_what, seen, over, kind) => {
    expect(judgeZero(seen, over)?.kind).toBe(kind);
  });

  test('rests on the time after the last request that ended at the candidate, and its figures with it', () => {
    const quiet = steps([0, 10], [0, 10]);
    expect(judgeZero([...steps([2, 10]), ...quiet], false)?.steps).toEqual(quiet);
  });
});

describe('requests between two readings', () => {
  const sample = (at: number, blue: Record<string, number>, startedAt = 1) => ({
    at,
    startedAt,
    series: { blue, green: { ok: 5 } },
  });

  test('a series that appears in one process began at 0', () => {
    expect(requestsBetween(sample(10, {}), sample(20, { ok: 3 }))).toEqual({ blue: 3, green: 0 });
  });

  test('a restart that is known counts from 0, one that is not known is no data', () => {
    expect(requestsBetween(sample(10, { ok: 9 }), sample(20, { ok: 3 }, 15))).toEqual({ blue: 3, green: 5 });
    expect(requestsBetween(sample(10, { ok: 9 }), sample(20, { ok: 3 }))).toBeUndefined();
  });
});

describe('the activity', () => {
  const asked: ObserveRequest = {
    place,
    split: { blue: 9000, green: 1000 },
    candidate: 'green',
    effectiveAt: 0,
    splitDivisor: 10,
    goal: 'raise',
    patience: 5000,
  };

  test('answers with the first request at the candidate', async () => {
    const world = fakeWorld();
    const { observe } = createObserveActivities(contextOf(world));
    const answer = perform(environment(), observe, asked);
    setTimeout(() => {
      world.requests = { blue: 9, green: 1 };
    }, 100);
    expect(await answer).toEqual({
      kind: 'proven',
      observed: 1000,
      requests: { blue: 9, green: 1 },
      message: '1 of 10 requests went to the candidate, asked was 10 %',
    });
  });

  test('says that the router does not count', async () => {
    const world = { ...fakeWorld(), requests: undefined };
    const { observe } = createObserveActivities(contextOf(world));
    const answer = await perform(environment(), observe, asked);
    expect(answer).toMatchObject({
      kind: 'no-traffic',
      message: 'the router does not count requests by slot',
    });
  });

  test('takes nothing from counts of the time before the write, and waits for as long as they lag', async () => {
    const world = fakeWorld();
    world.capabilities.observationLag = 1200;
    const effectiveAt = Date.now();
    // 40 candidate requests that were under way before the write; after it 1 of 10.
    world.requests = { blue: 0, green: 40 };
    world.countedUpTo = effectiveAt - 60_000;
    const { observe } = createObserveActivities(contextOf(world));
    const answer = perform(environment(), observe, { ...asked, effectiveAt, patience: 100 });
    setTimeout(() => {
      Object.assign(world, { requests: { blue: 100, green: 90 }, countedUpTo: effectiveAt + 1 });
    }, 300);
    setTimeout(() => {
      Object.assign(world, { requests: { blue: 109, green: 91 }, countedUpTo: effectiveAt + 60_001 });
    }, 700);
    expect(await answer).toMatchObject({ kind: 'proven', requests: { blue: 9, green: 1 } });
  });

  test('does not take it for quiet that nothing was counted since the write', async () => {
    const world = { ...fakeWorld(), countedUpTo: 1 };
    const zero = { ...asked, goal: 'zero', effectiveAt: Date.now(), patience: 300 } as const;
    const { observe } = createObserveActivities(contextOf(world));
    expect(await perform(environment(), observe, zero)).toMatchObject({
      kind: 'late',
      message: 'the router has counted nothing since the weight was set to 0',
    });
  });

  test('looks again while the counters cannot be read, and fails with the reason in the end', async () => {
    const world = { ...fakeWorld(), routerDown: 'nothing answers' };
    const { observe } = createObserveActivities(contextOf(world));
    await expect(perform(environment(), observe, { ...asked, patience: 400 })).rejects.toThrow(
      'nothing answers',
    );
  });
});
