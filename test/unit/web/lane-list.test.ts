import { expect, test } from 'vitest';
import {
  FILTERS,
  inOrder,
  isMeant,
  passes,
  readAsked,
  withBoard,
} from '../../../web/pages/lanes/lane-list.ts';
import { lane, running } from './lanes.ts';

const lanes = [
  lane({}, 'a'),
  lane({ router: { state: 'drift', since: 1, message: '' } }, 'b'),
  lane({ running: running() }, 'c'),
  lane({ running: running({ phase: 'holding' }) }, 'd', 'staging'),
  lane({ blocked: 'look' }, 'e'),
  lane({}, 'aa'),
];

test('what needs a person comes first, then what is under way, then what is odd, then the others by name', () => {
  expect(inOrder(lanes).map((each) => each.lane.service)).toEqual(['d', 'e', 'c', 'b', 'a', 'aa']);
});

test('filters divide the lanes', () => {
  const shown = inOrder(lanes);
  const counts = FILTERS.map((filter) => [filter, shown.filter((each) => passes(each, filter)).length]);
  expect(Object.fromEntries(counts)).toEqual({ all: 6, 'needs a person': 2, 'under way': 2, quiet: 3 });
});

test('a search means every word of it, in names, versions and state, of one environment or all', () => {
  const [held] = inOrder([lane({ running: running({ phase: 'holding' }) }, 'd', 'staging')]);
  if (held === undefined) throw new Error('There is no lane.');
  const meant = (search: string, environment = ''): boolean => isMeant(held, { search, environment });
  expect([meant(''), meant('D@stag held'), meant('v2'), meant('', 'staging')]).toEqual([
    true,
    true,
    true,
    true,
  ]);
  expect([meant('d v3'), meant('', 'production')]).toEqual([false, false]);
});

test('the address says what is asked, and what it does not know is left out', () => {
  expect(readAsked(new URLSearchParams('q=a+b&state=under+way&environment=x'))).toEqual({
    filter: 'under way',
    environment: 'x',
    search: 'a b',
  });
  expect(readAsked(new URLSearchParams('state=nonsense')).filter).toBe('all');
});

test('what has changed is put into what is known; all of it takes its place', () => {
  const [a = lane(), b = lane()] = lanes;
  const first = withBoard(undefined, { whole: true, lanes: [a, b], gone: [] });
  expect([...first.keys()]).toEqual(['a.production', 'b.production']);
  const blocked = lane({ blocked: 'look' }, 'a');
  const next = withBoard(first, { whole: false, lanes: [blocked], gone: ['b.production'] });
  expect([...next.values()]).toEqual([blocked]);
  expect(withBoard(next, { whole: true, lanes: [], gone: [] }).size).toBe(0);
});
