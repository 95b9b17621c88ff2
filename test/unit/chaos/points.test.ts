import { expect, test } from 'vitest';
import { pointsOf } from '../../chaos/points-of.ts';
import { raisesOf } from '../../chaos/raises.ts';

const step = (kind: string, state: 'waiting' | 'running' | 'done' | 'skipped') => ({
  kind,
  label: kind,
  state,
});
const traffic = (asked: number) => ({ asked, proven: false, at: 0 });

test('a release has come to the steps that it began, and to the weights that it asked for', () => {
  const steps = [
    step('deploy', 'done'),
    step('smoke', 'skipped'),
    step('shift', 'done'),
    step('bake', 'done'),
    step('shift', 'done'),
    step('bake', 'running'),
    step('cutover', 'waiting'),
  ];
  expect(pointsOf({ steps, phase: 'holding', traffic: traffic(5000) })).toEqual([
    'start',
    'deploy',
    'bake 1',
    'bake 2',
    'write 1',
    'write 2',
    'hold',
  ]);
  expect(pointsOf({ steps: [], phase: 'finished', traffic: traffic(0) })).toEqual(['start', 'end']);
});

const written = (release: number, act: number, green: number) => ({
  at: act,
  stamp: { lane: 's1.chaos', release, act },
  split: { blue: 10_000 - green, green },
});

test('the weights of a release at the router are counted once each, and those of an undo not at all', () => {
  const seen = [
    { at: 0, stamp: null, split: { blue: 10_000, green: 0 } },
    written(3, 1, 2000),
    written(3, 2, 2000),
    written(3, 3, 5000),
    written(3, 4, 0),
    written(4, 1, 2000),
  ];
  expect(raisesOf(seen, 2)).toBe(0);
  expect(raisesOf(seen, 3)).toBe(2);
  expect(raisesOf(seen, 4)).toBe(1);
});
