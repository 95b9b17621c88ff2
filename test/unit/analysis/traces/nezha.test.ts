import { beforeAll, expect, test } from 'vitest';
import { calibrate } from '../../../../analysis/calibration.ts';
import { addInterval, beginSums } from '../../../../analysis/calibration/stable-sums.ts';
import { decide } from '../../../../analysis/decision.ts';
import { advance, begin } from '../../../../analysis/verdict.ts';
import type { Counts } from '../../../../analysis/types.ts';
import { seeded, type Random } from '../../../../bench/verdict/random.ts';
import { block, errorMetric, settings } from '../release.ts';
import { describeWithTrace } from './trace-folder.ts';

/** Requests of 5 s by bucket, at seconds since the epoch. */
interface Interval {
  at: number;
  buckets: number[];
}
interface Trace {
  bucket_le_ms: number[];
  faults: [time: string, service: string, fault: string][];
  minutes: Record<string, Record<string, number[]>>;
}

/** Bucket edges in milliseconds nearest to the exceedances of verdict.md §1 in the healthy front end. */
const EDGES = [100, 250, 500, 1000];
const SLOW = 500;
/** The candidate's share of the requests. */
const SHARE = 0.1;
const MINUTE = 60;
const open = { minRequests: 0, minSeconds: 0, deadlinePassed: false };

function read(text: string): {
  edges: number[];
  faults: { name: string; at: number }[];
  intervals: Interval[];
} {
  if (text === '') return { edges: [], faults: [], intervals: [] };
  const trace: Trace = JSON.parse(text);
  const intervals = new Map<number, number[]>();
  for (const minute of Object.values(trace.minutes)) {
    for (const [at, buckets] of Object.entries(minute)) {
      const before = intervals.get(Number(at));
      intervals.set(
        Number(at),
        buckets.map((count, i) => count + (before?.[i] ?? 0)),
      );
    }
  }
  const sorted = [...intervals].map(([at, buckets]) => ({ at, buckets })).toSorted((a, b) => a.at - b.at);
  const faults = trace.faults.map(([time, service, fault]) => ({
    name: `${service} ${fault}`,
    at: Date.parse(`2022-08-22T${time}Z`) / 1000,
  }));
  return { edges: trace.bucket_le_ms, faults, intervals: sorted };
}

function counts({ buckets }: Interval, edges: readonly number[]): Counts {
  const total = buckets.reduce((sum, count) => sum + count, 0);
  const slower = (edge: number): number =>
    buckets.reduce((sum, count, i) => sum + ((edges[i] ?? Infinity) > edge ? count : 0), 0);
  return { total, bad: EDGES.map(slower) };
}

function slowShare(intervals: readonly Interval[], edges: readonly number[]): number {
  const all = intervals.map((each) => counts(each, edges));
  const slow = all.reduce((sum, { bad }) => sum + (bad[EDGES.indexOf(SLOW)] ?? 0), 0);
  return slow / all.reduce((sum, { total }) => sum + total, 0);
}

/** Each request is kept by chance. */
function thinned({ at, buckets }: Interval, share: number, random: Random): Interval {
  const kept = buckets.map(
    (count) => Array.from({ length: count }, random.uniform).filter((u) => u < share).length,
  );
  return { at, buckets: kept };
}

/** Six hours of the healthy front end, drawn again and again from what the trace has, in two halves by chance. */
function burstDivisor(healthy: readonly Interval[], edges: readonly number[], random: Random): number {
  let sums = beginSums(EDGES.length);
  for (let i = 0; i < 4320; i += 1) {
    const whole = healthy[i % healthy.length] ?? { at: 0, buckets: [] };
    const part = thinned(whole, 0.5, random);
    const rest = { at: whole.at, buckets: whole.buckets.map((count, j) => count - (part.buckets[j] ?? 0)) };
    sums = addInterval(sums, {
      ...counts(whole, edges),
      halves: { a: counts(part, edges), b: counts(rest, edges) },
    });
  }
  const { method, burstDivisor } = calibrate(sums, { blockIntervals: 1 });
  expect(method).toBe('halves');
  return burstDivisor;
}

describeWithTrace('nezha_frontend_hist_5s.json', (text) => {
  const { edges, faults, intervals } = read(text);
  const between = (from: number, to: number): Interval[] =>
    intervals.filter(({ at }) => at >= from && at < to);
  const before = faults.map(({ at }) => between(at - MINUTE, at - 5)).filter((each) => each.length > 0);
  // Before one fault the front end is slow already, so that this minute is no healthy one.
  const healthy = before.filter((each) => slowShare(each, edges) < 0.2).flat();
  const cases = faults.map(({ name, at }) => {
    const after = between(at, at + 2 * MINUTE);
    const begins = after.findIndex((each) => slowShare([each], edges) > 3 * slowShare(healthy, edges));
    return { name, slowed: after.slice(Math.max(0, begins)) };
  });
  const slow = cases.filter(
    ({ slowed }) => slowShare(slowed.slice(0, 12), edges) > 5 * slowShare(healthy, edges),
  );
  let metric = errorMetric({ negligible: 0, floor: 0, edges: EDGES.map((edge) => edge / 1000) });
  beforeAll(() => {
    metric = { ...metric, burstDivisor: burstDivisor(healthy, edges, seeded(1)) };
  });

  /** Seconds from when the front end becomes slow until the release is stopped. */
  const foundAfter = (slowed: readonly Interval[], random: Random): number => {
    let state = begin([metric], settings);
    for (const [i, each] of slowed.entries()) {
      const stable = healthy[Math.floor(random.uniform() * healthy.length)];
      if (stable === undefined) continue;
      const sides = {
        candidate: counts(thinned(each, SHARE, random), edges),
        stable: counts(thinned(stable, 1 - SHARE, random), edges),
      };
      state = advance(state, [metric], settings, block(i, { errors: sides }, { seconds: 5 }));
      if (decide(state, [metric], settings, open).outcome === 'fail') return (i + 1) * 5;
    }
    return Infinity;
  };

  test('at least 8 of the faults make five times as many requests slower than 500 ms', () => {
    expect(slow.length).toBeGreaterThanOrEqual(8);
    expect(metric.burstDivisor).toBe(1);
  });

  test.each(slow)('$name is found within 60 s at 10 %', ({ slowed }) => {
    const times = Array.from({ length: 9 }, (_, seed) => foundAfter(slowed, seeded(seed)));
    expect(times.toSorted((a, b) => a - b)[4]).toBeLessThanOrEqual(60);
    expect(Math.max(...times)).toBeLessThan(Infinity);
  });

  test('the healthy front end against itself is not stopped', () => {
    for (let seed = 0; seed < 4; seed += 1) {
      expect(foundAfter([...healthy, ...healthy], seeded(100 + seed))).toBe(Infinity);
    }
  });
});
