import { describe, expect, test } from 'vitest';
import { countSamples } from '../../../../activities/watch/count-samples.ts';
import type { Series } from '../../../../providers/metrics/metric-source.ts';
import { errors, latency, sampled } from './metric.ts';

const sides = { candidate: 'green', stable: 'blue' } as const;
const stretch = { from: 100_000, to: 130_000, since: 0, longestStep: 45_000 };

const count = (metric: Parameters<typeof countSamples>[0], slots: { blue?: Series[]; green?: Series[] }) =>
  countSamples(metric, sides, { at: 130_000, series: slots, history: true }, stretch);

/** One instance's good answers: at the end of the block before, in the middle and at the end of this one. */
const instance = (name: string, ...values: [number, number, number]): Series =>
  sampled({ code: '200', instance: name }, [95_000, values[0]], [110_000, values[1]], [125_000, values[2]]);

describe('raw samples of an error metric', () => {
  test('are counted by series and summed, the bad ones by their labels', () => {
    const failed = sampled({ code: '503', instance: 'a' }, [95_000, 2], [110_000, 2], [125_000, 5]);
    expect(
      count(errors, { blue: [instance('a', 100, 120, 150)], green: [instance('b', 10, 12, 13), failed] }),
    ).toEqual({
      counts: { candidate: { total: 6, bad: [3] }, stable: { total: 50, bad: [0] } },
      problems: [],
      uneven: false,
    });
  });

  test('one of many instances that began again costs nothing of the others', () => {
    const others = ['a', 'b', 'c'].map((name) => instance(name, 1000, 1010, 1020));
    const { counts, problems } = count(errors, {
      blue: [...others, instance('d', 1000, 3, 12)],
      green: [instance('e', 0, 1, 2)],
    });
    expect(counts.stable).toEqual({ total: 3 * 20 + 12, bad: [0] });
    expect(problems).toEqual([]);
  });

  test('a series that is new counts from its first sample, one that ends up to its last', () => {
    const fresh = sampled({ code: '500', instance: 'a' }, [110_000, 7], [125_000, 9]);
    const gone = sampled({ code: '200', instance: 'z' }, [95_000, 50], [110_000, 54]);
    const { counts } = count(errors, { green: [instance('a', 10, 11, 12), fresh, gone] });
    expect(counts.candidate).toEqual({ total: 2 + 2 + 4, bad: [2] });
  });

  test('no requests are 0; no series, no new sample and a single sample are told apart and are not 0', () => {
    const idle = count(errors, { blue: [instance('a', 10, 10, 10)] });
    expect(idle.counts).toEqual({ stable: { total: 0, bad: [0] } });
    expect(idle.problems).toEqual([
      {
        metric: 'errors',
        side: 'candidate',
        kind: 'absent',
        message: 'requests_total at http://metrics had no series of green then',
      },
    ]);
    const stands = count(errors, {
      blue: [sampled({ code: '200' }, [90_000, 10])],
      green: [sampled({ code: '200' }, [110_000, 10])],
    });
    expect(stands.counts).toEqual({});
    expect(stands.problems).toEqual([
      {
        metric: 'errors',
        side: 'candidate',
        kind: 'absent',
        message: 'requests_total at http://metrics had no two samples of green that follow each other',
      },
      {
        metric: 'errors',
        side: 'stable',
        kind: 'stale',
        message: "the newest sample of blue was 40 s old at the block's end",
      },
    ]);
  });
});

test('sides whose samples cover stretches of different length are uneven', () => {
  const blue = [instance('a', 100, 120, 150)];
  const late = sampled({ code: '200' }, [110_000, 10], [125_000, 12]);
  const shifted = sampled({ code: '200' }, [99_000, 10], [114_000, 11], [129_000, 12]);
  expect(count(errors, { blue, green: [late] }).uneven).toBe(true);
  expect(count(errors, { blue, green: [shifted, late] }).uneven).toBe(false);
  expect(count(errors, { blue }).uneven).toBe(false);
});

describe('raw samples of a latency metric', () => {
  const edged = { ...latency, edges: [0.1] };
  const buckets = (fast: [number, number], all: [number, number]): Series[] => [
    sampled({ le: '0.1' }, [95_000, fast[0]], [125_000, fast[1]]),
    sampled({ le: '+Inf' }, [95_000, all[0]], [125_000, all[1]]),
  ];

  test('are counted by edge', () => {
    const { counts } = count(edged, {
      blue: buckets([100, 180], [110, 200]),
      green: buckets([5, 9], [6, 12]),
    });
    expect(counts).toEqual({ candidate: { total: 6, bad: [2] }, stable: { total: 90, bad: [10] } });
  });

  test('buckets of one histogram begin again together, also those that did not fall', () => {
    // Of 90 requests since the restart 60 were fast; 50 fast ones were counted before it, so that bucket rose.
    const { counts } = count(edged, { green: buckets([50, 60], [100, 90]) });
    expect(counts.candidate).toEqual({ total: 90, bad: [30] });
  });

  test('an edge that is no bucket is told by name', () => {
    const { problems } = count({ ...latency, edges: [0.3] }, { green: buckets([5, 9], [6, 12]) });
    expect(problems[0]).toMatchObject({ side: 'candidate', kind: 'absent' });
    expect(problems[0]?.message).toMatch(/no bucket of 0.3 s .* must be among 0.1 s/);
  });
});
