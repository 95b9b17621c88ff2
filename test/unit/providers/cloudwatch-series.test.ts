import { expect, test } from 'vitest';
import type { Points } from '../../../providers/metrics/cloudwatch/read-points.ts';
import { requestSeries } from '../../../providers/metrics/cloudwatch/request-series.ts';
import { CONTROL, partId, TOTAL } from '../../../providers/metrics/cloudwatch/statistics.ts';
import { timeSeries } from '../../../providers/metrics/cloudwatch/time-series.ts';

const periods = { start: 0, period: 60_000, length: 3 };

/** Counts by period, by the id of their statistic; a period with undefined has no figure. */
function points(counts: Record<string, (number | undefined)[]>): Points {
  return new Map(
    Object.entries(counts).map(([id, each]) => [
      id,
      new Map(each.flatMap((count, i) => (count === undefined ? [] : [[i * 60_000, count]]))),
    ]),
  );
}

test('a sample stands at the end of its period, and the first at the start of the first one', () => {
  const [series] = requestSeries(
    'All',
    { kind: 'outcome', outcome: 'good', metrics: ['Good'] },
    periods,
    points({ [TOTAL]: [5, undefined, 2], [partId(0)]: [4, undefined, 2] }),
  );
  expect(series?.samples).toEqual([
    { at: 0, value: 0 },
    { at: 60_000, value: 4 },
    { at: 120_000, value: 4 },
    { at: 180_000, value: 6 },
  ]);
});

test('requests and answers that are counted in different periods level out, and nothing falls for it', () => {
  const series = requestSeries(
    'All',
    { kind: 'outcome', outcome: 'good', metrics: ['Good'] },
    periods,
    points({ [TOTAL]: [9, 12, 9], [partId(0)]: [10, 10, 10] }),
  );
  expect(series.map(({ samples }) => samples.map(({ value }) => value))).toEqual([
    [0, 10, 20, 30],
    [0, 0, 1, 1],
  ]);
});

test('times without trimmed counts are refused: all requests would be slow, on both sides alike', () => {
  const without = points({ [TOTAL]: [5, 5, 5], [CONTROL]: [], [partId(0)]: [] });
  expect(() => timeSeries('TargetResponseTime', [0.5], periods, without)).toThrow(
    'CloudWatch has samples of TargetResponseTime but no trimmed counts',
  );
});

test('times that are all slow are told from times without trimmed counts', () => {
  const slow = points({ [TOTAL]: [5, 5, 5], [CONTROL]: [5, 5, 5], [partId(0)]: [] });
  const series = timeSeries('TargetResponseTime', [0.5], periods, slow);
  expect(series.map(({ labels, samples }) => [labels['le'], samples.at(-1)?.value])).toEqual([
    ['0.5', 0],
    ['+Inf', 15],
  ]);
});
