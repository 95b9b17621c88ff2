import { describe, expect, test } from 'vitest';
import { countBetween, withNewSeries } from '../../../../activities/watch/count.ts';
import type { MetricReading } from '../../../../activities/watch/reading.ts';
import { groupSeries } from '../../../../activities/watch/series.ts';
import type { MetricConfig } from '../../../../config/plan.ts';
import type { Series } from '../../../../providers/metrics/metric-source.ts';
import { errors, histogram, latency, series } from './metric.ts';

const sides = { candidate: 'green', stable: 'blue' } as const;

function reading(
  metric: MetricConfig & { edges?: number[] },
  at: number,
  slots: { blue?: Series[]; green?: Series[] },
  processStartedAt = 1,
): MetricReading {
  const of = (slot: 'blue' | 'green') => {
    const grouped = groupSeries(metric, slot, slots[slot] ?? []);
    return grouped === undefined ? {} : { [slot]: grouped };
  };
  return { at, processStartedAt, slots: { ...of('blue'), ...of('green') } };
}

const codes = (ok: number, bad?: number): Series[] => [
  series({ code: '200' }, ok),
  ...(bad === undefined ? [] : [series({ code: '503' }, bad)]),
];

describe('an error metric', () => {
  test('counts all requests, and the bad ones by whole-value patterns', () => {
    const before = reading(errors, 100, { blue: codes(1000, 10), green: codes(50, 1) });
    const after = reading(errors, 200, {
      blue: codes(1090, 11),
      green: [...codes(57, 3), series({ code: '15001' }, 0)],
    });
    expect(countBetween(errors, sides, before, after, false)).toEqual({
      counts: { candidate: { total: 9, bad: [2] }, stable: { total: 91, bad: [1] } },
      problems: [],
    });
  });

  test('no requests are 0, and no series is absent', () => {
    const before = reading(errors, 100, { blue: codes(1000) });
    const { counts, problems } = countBetween(
      errors,
      sides,
      before,
      reading(errors, 200, { blue: codes(1000) }),
      false,
    );
    expect(counts).toEqual({ stable: { total: 0, bad: [0] } });
    expect(problems).toEqual([
      {
        metric: 'errors',
        side: 'candidate',
        kind: 'absent',
        message: 'requests_total at http://metrics has no series of green',
      },
    ]);
  });

  test('a series counts from where it was first seen', () => {
    const before = reading(errors, 100, { blue: codes(1000), green: codes(50) });
    const within = reading(errors, 150, { blue: codes(1040), green: codes(52, 4) });
    const after = reading(errors, 200, { blue: codes(1080), green: codes(55, 9) });
    expect(countBetween(errors, sides, before, after, false).counts.candidate).toEqual({
      total: 5,
      bad: [0],
    });
    const noted = withNewSeries(before, within);
    expect(countBetween(errors, sides, noted, after, false).counts.candidate).toEqual({
      total: 10,
      bad: [5],
    });
    expect(countBetween(errors, sides, noted, after, false).counts.stable).toEqual({ total: 80, bad: [0] });
  });

  test('a restart inside the stretch counts from 0; inside a gap it is no data, never 0', () => {
    const before = reading(errors, 100, { blue: codes(1000), green: codes(50) });
    const after = reading(errors, 200, { blue: codes(30), green: codes(5, 2) }, 150);
    expect(countBetween(errors, sides, before, after, false).counts).toEqual({
      candidate: { total: 7, bad: [2] },
      stable: { total: 30, bad: [0] },
    });
    const gap = countBetween(errors, sides, before, after, true);
    expect(gap.counts).toEqual({});
    expect(gap.problems.map(({ side, kind }) => [side, kind])).toEqual([
      ['candidate', 'absent'],
      ['stable', 'absent'],
    ]);
  });

  test('without a stable side only the candidate is counted', () => {
    const before = reading(errors, 100, { green: codes(50) });
    const after = reading(errors, 200, { green: codes(60) });
    const counted = countBetween(errors, { candidate: 'green', stable: null }, before, after, false);
    expect(counted).toEqual({ counts: { candidate: { total: 10, bad: [0] } }, problems: [] });
  });
});

describe('a latency metric', () => {
  const edged = { ...latency, edges: [0.1, 0.5] };

  test('counts what is slower than each edge, over all series', () => {
    const green = (ok: [number, number, number], bad: [number, number, number]): Series[] => [
      ...histogram({ '0.1': ok[0], '0.25': ok[0], '0.5': ok[1], '+Inf': ok[2] }, { code: '200' }),
      ...histogram({ '0.1': bad[0], '0.25': bad[0], '0.5': bad[1], '+Inf': bad[2] }, { code: '500' }),
    ];
    const before = reading(edged, 100, { green: green([100, 150, 160], [0, 1, 2]) });
    const after = reading(edged, 200, { green: green([107, 159, 170], [1, 3, 5]) });
    const { counts } = countBetween(latency, { candidate: 'green', stable: null }, before, after, false);
    expect(counts.candidate).toEqual({ total: 13, bad: [5, 2] });
  });

  test('an edge that is no bucket is refused by name', () => {
    expect(() =>
      groupSeries({ ...latency, edges: [0.3] }, 'green', histogram({ '0.1': 1, '+Inf': 2 })),
    ).toThrow(/no bucket of 0.3 s .* must be among 0.1 s/);
  });

  test('a counter is no histogram', () => {
    expect(() => groupSeries({ ...latency, edges: [] }, 'green', codes(1))).toThrow(/not a histogram/);
  });
});

test('labels that the query asks for are left out of the names that are carried', () => {
  const grouped = groupSeries(errors, 'green', [series({ service: 'green', code: '200' }, 4)]);
  expect(grouped?.total).toEqual({ 'code="200"': 4 });
});
