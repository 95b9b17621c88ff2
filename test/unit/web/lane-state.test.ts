import { expect, test } from 'vitest';
import { inOrder, isMeant, laneState, type Lane } from '../../../web/pages/lanes/lane-state.ts';

function lane(more: Partial<Lane> = {}, name = 'shop'): Lane {
  return {
    lane: `${name}.production`,
    service: name,
    environment: 'production',
    live: { slot: 'blue', version: 'v1' },
    running: null,
    waiting: null,
    blocked: null,
    router: null,
    ...more,
  };
}

function running(more: Partial<NonNullable<Lane['running']>> = {}): Lane['running'] {
  return {
    id: 'shop.production.2',
    lane: 'shop.production',
    version: 'v2',
    phase: 'running',
    sentence: 'why',
    startedAt: 1,
    ...more,
  };
}

test.each<[string, Partial<Lane>, string, string, boolean]>([
  ['nothing under way', {}, 'idle', 'quiet', false],
  ['nothing live', { live: null }, 'empty', 'quiet', false],
  ['a block, whatever runs', { blocked: 'look', running: running() }, 'blocked', 'bad', true],
  ['a hold', { running: running({ phase: 'holding' }) }, 'held', 'ask', true],
  ['a pause', { running: running({ phase: 'paused' }) }, 'paused', 'ask', true],
  ['an approval', { running: running({ label: 'approve by 1 person' }) }, 'approval', 'ask', true],
  ['a bake', { running: running({ label: 'bake for 5m' }) }, 'running', 'go', false],
  ['an undo', { running: running({ phase: 'undoing' }) }, 'undoing', 'bad', false],
  ['a release that waits', { waiting: { id: 'a', version: 'v3' } }, 'waiting', 'go', false],
  ['a changed router', { router: { state: 'drift', since: 1, message: 'changed' } }, 'drift', 'ask', false],
])('%s is said in one word', (_name, more, word, tone, needsPerson) => {
  expect(laneState(lane(more))).toMatchObject({ word, tone, needsPerson });
});

test('what needs a person comes first, then what is under way, then the others by name', () => {
  const lanes = [
    lane({}, 'a'),
    lane({ router: { state: 'drift', since: 1, message: '' } }, 'b'),
    lane({ running: running() }, 'c'),
    lane({ running: running({ phase: 'holding' }) }, 'd'),
    lane({ blocked: 'look' }, 'e'),
    lane({}, 'A'.toLowerCase() + 'a'),
  ];
  const shown = inOrder(lanes.map((each) => ({ lane: each, state: laneState(each) })));
  expect(shown.map((each) => each.lane.service)).toEqual(['d', 'e', 'c', 'b', 'a', 'aa']);
});

test('a search means every word of it, in names, versions and state', () => {
  const each = {
    lane: lane({ running: running({ phase: 'holding' }) }),
    state: laneState(lane({ running: running({ phase: 'holding' }) })),
  };
  expect(isMeant(each, '')).toBe(true);
  expect(isMeant(each, 'SHOP v2')).toBe(true);
  expect(isMeant(each, 'shop@prod held')).toBe(true);
  expect(isMeant(each, 'shop v3')).toBe(false);
});
