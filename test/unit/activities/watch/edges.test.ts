import { expect, test } from 'vitest';
import { chooseEdges } from '../../../../activities/watch/edges.ts';
import { histogram } from './metric.ts';

const stable = histogram({
  '0.005': 0,
  '0.01': 500,
  '0.025': 740,
  '0.05': 900,
  '0.1': 950,
  '0.25': 980,
  '0.5': 990,
  '1': 1000,
  '+Inf': 1000,
});

test('the edges nearest to the exceedances are chosen once each, ascending', () => {
  const edges = chooseEdges({ stable, candidate: [], counted: 1000, left: 1_000_000 });
  expect(edges).toEqual([0.01, 0.025, 0.05, 0.1, 0.25, 0.5]);
});

test('edges that the stable side is expected to pass less than 20 times are left out', () => {
  const edges = chooseEdges({ stable, candidate: [], counted: 1000, left: 1000 });
  expect(edges).toEqual([0.01, 0.025, 0.05, 0.1, 0.25]);
});

test('only edges that both sides have', () => {
  const candidate = histogram({ '0.01': 1, '0.1': 1, '+Inf': 1 });
  expect(chooseEdges({ stable, candidate, counted: 1000, left: 1_000_000 })).toEqual([0.01, 0.1]);
});

test('at least one is chosen, the one that is passed most', () => {
  expect(chooseEdges({ stable, candidate: [], counted: 1000, left: 1 })).toEqual([0.005]);
});

test('none before the stable side has counted anything', () => {
  expect(chooseEdges({ stable: [], candidate: [], counted: 1000, left: 1000 })).toBeUndefined();
  const idle = histogram({ '0.1': 0, '+Inf': 0 });
  expect(chooseEdges({ stable: idle, candidate: [], counted: 1000, left: 1000 })).toBeUndefined();
});
