import { describe, expect, test } from 'vitest';
import { beginState } from '../../../../activities/watch/begin.ts';
import { halvesBetween } from '../../../../activities/watch/count-halves.ts';
import { halvingAt } from '../../../../activities/watch/halving-at.ts';
import { withInstances } from '../../../../activities/watch/halving.ts';
import { labelIn } from '../../../../activities/watch/series.ts';
import type { Series } from '../../../../providers/metrics/metric-source.ts';
import { errors, series } from './metric.ts';
import { asked } from './watching.ts';

const halving = { label: 'pod', a: ['a-1'], b: ['b-1'] };

test('a new instance goes where fewer of those present are, and one that is gone keeps its half', () => {
  expect(withInstances(halving, ['a-1', 'b-1'])).toBe(halving);
  expect(withInstances(halving, ['b-1', 'c-1'])).toEqual({ label: 'pod', a: ['a-1', 'c-1'], b: ['b-1'] });
  expect(withInstances({ label: 'pod', a: [], b: [] }, ['x', 'y', 'z'])).toEqual({
    label: 'pod',
    a: ['x', 'z'],
    b: ['y'],
  });
});

describe('at the end of a block', () => {
  const at = (blue: Series[], green: Series[]) => {
    const raw = new Map([['errors', { at: 1, series: { blue, green } }]]);
    const request = asked();
    const state = { ...beginState(request, 1), halving: { errors: halving } };
    return halvingAt(request, state, { at: 1, raw });
  };

  test('new stable instances join a half', () => {
    const stable = ['a-1', 'b-1', 'c-1'].map((pod) => series({ pod }, 1));
    expect(at(stable, [series({ pod: 'd-1' }, 1)])).toEqual({ errors: { ...halving, a: ['a-1', 'c-1'] } });
  });

  test('instances that count for the candidate too are a proxy’s, and are given up', () => {
    expect(at([series({ pod: 'a-1' }, 1)], [series({ pod: 'a-1' }, 1)])).toEqual({});
  });
});

test('halves are counted between two readings where every series is of an instance in one', () => {
  const reading = (at: number, ...totals: number[]) => {
    const names = ['a-1', 'b-1', 'c-1'].map((pod) => `code="500",pod="${pod}"`);
    const values = Object.fromEntries(totals.map((value, i) => [names[i] ?? '', value]));
    return { at, slots: { blue: { total: values, parts: [values] } } };
  };
  expect(halvesBetween(errors, 'blue', reading(0, 1, 2), reading(1, 4, 7), halving)).toEqual({
    a: { total: 3, bad: [3] },
    b: { total: 5, bad: [5] },
  });
  expect(halvesBetween(errors, 'blue', reading(0, 1, 2, 0), reading(1, 4, 7, 0), halving)).toBeUndefined();
  expect(labelIn('code="5\\"00",pod="a-1"', 'pod')).toBe('a-1');
});
