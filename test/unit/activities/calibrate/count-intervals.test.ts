import { describe, expect, test } from 'vitest';
import { countIntervals, type Page } from '../../../../activities/calibrate/count-intervals.ts';
import { errors, latency, sampled } from '../watch/metric.ts';

const page: Page = { from: 0, interval: 10, length: 4, longestStep: 25 };
const total = (series: Parameters<typeof countIntervals>[2]): (number | undefined)[] =>
  countIntervals(errors, 'blue', series, page, undefined).intervals.map((each) => each?.total);

const not = undefined;
describe('a step belongs to the interval in which it ends', () => {
  test.each<[string, [number, number][], (number | undefined)[]]>([
    [
      'samples at the ends',
      [
        [0, 0],
        [10, 3],
        [20, 5],
        [30, 9],
        [40, 10],
      ],
      [3, 2, 4, 1],
    ],
    [
      'samples in the middle',
      [
        [5, 0],
        [15, 3],
        [25, 5],
        [35, 9],
        [45, 10],
      ],
      [not, 3, 2, 4],
    ],
    [
      'a sample is missing',
      [
        [0, 0],
        [10, 3],
        [31, 9],
        [40, 10],
      ],
      [3, 0, 0, 7],
    ],
    [
      'a missing stretch is no zero',
      [
        [0, 0],
        [10, 3],
        [36, 9],
        [40, 10],
      ],
      [3, not, not, not],
    ],
    [
      'a counter begins again',
      [
        [0, 90],
        [10, 93],
        [20, 2],
        [30, 3],
        [40, 4],
      ],
      [3, 2, 1, 1],
    ],
    ['a single sample', [[10, 3]], [not, not, not, not]],
  ])('%s', (_what, samples, expected) => {
    expect(total([sampled({ code: '200' }, ...samples)])).toEqual(expected);
  });
});

test('bad requests and the halves of the instances are counted apart', () => {
  const of = (instance: string, code: string, values: number[]) =>
    sampled({ instance, code }, ...values.map((value, i): [number, number] => [10 * i, value]));
  const series = [
    of('a:1', '200', [0, 5, 10, 15, 20]),
    of('b:1', '200', [0, 2, 4, 6, 8]),
    of('b:1', '503', [0, 0, 1, 1, 3]),
  ];
  const halving = { label: 'instance', a: ['a:1'], b: ['b:1'] };
  const { intervals, instances } = countIntervals(errors, 'blue', series, page, halving);
  expect(instances).toEqual({ 'a:1': { total: 20, bad: [0] }, 'b:1': { total: 11, bad: [3] } });
  expect(intervals[1]).toEqual({
    total: 8,
    bad: [1],
    halves: { a: { total: 5, bad: [0] }, b: { total: 3, bad: [1] } },
  });
  // An instance that is in no half leaves nothing to compare.
  expect(countIntervals(errors, 'blue', series, page, { ...halving, b: [] }).intervals[1]).toEqual({
    total: 8,
    bad: [1],
  });
});

test('of a histogram what is slower than each edge is counted', () => {
  const of = (le: string, each: number) =>
    sampled({ le }, ...[0, 1, 2, 3, 4].map((i): [number, number] => [10 * i, each * i]));
  const series = [of('0.1', 6), of('0.5', 9), of('+Inf', 10)];
  const metric = { ...latency, edges: [0.1, 0.5] };
  expect(countIntervals(metric, 'blue', series, page, undefined).intervals).toEqual(
    [1, 2, 3, 4].map(() => ({ total: 10, bad: [4, 1] })),
  );
  expect(() => countIntervals({ ...latency, edges: [0.2] }, 'blue', series, page, undefined)).toThrow(
    'no bucket of 0.2 s',
  );
});
