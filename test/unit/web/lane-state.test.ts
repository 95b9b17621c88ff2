import { expect, test } from 'vitest';
import { laneState } from '../../../web/pages/lanes/lane-state.ts';
import { lane, running } from './lanes.ts';

test.each([
  ['nothing under way', {}, 'idle', 'quiet', false],
  ['nothing live', { live: null }, 'empty', 'quiet', false],
  ['a block, whatever runs', { blocked: 'look', running: running() }, 'blocked', 'bad', true],
  [
    'a hold',
    { running: running({ phase: 'holding', hold: { reason: 'no data', since: 1 } }) },
    'held',
    'ask',
    true,
  ],
  [
    'a freeze',
    { running: running({ phase: 'holding', hold: { reason: 'freeze', since: 1 } }) },
    'frozen',
    'ask',
    false,
  ],
  [
    'the stop',
    { running: running({ phase: 'holding', hold: { reason: 'stop', since: 1 } }) },
    'stopped',
    'ask',
    true,
  ],
  ['a pause', { running: running({ phase: 'paused' }) }, 'paused', 'ask', true],
  ['an approval', { running: running({ label: 'approve by 1 person' }) }, 'approval', 'ask', true],
  ['a bake', { running: running({ label: 'bake for 5m' }) }, 'running', 'go', false],
  ['an undo', { running: running({ phase: 'undoing' }) }, 'undoing', 'bad', false],
  ['a release that waits', { waiting: { id: 'a', version: 'v3' } }, 'waiting', 'go', false],
  [
    'a changed router',
    { router: { state: 'drift' as const, since: 1, message: 'changed' } },
    'drift',
    'ask',
    false,
  ],
])('%s is said in one word', (_name, more, word, tone, needsPerson) => {
  expect(laneState(lane(more))).toMatchObject({ word, tone, needsPerson });
});
