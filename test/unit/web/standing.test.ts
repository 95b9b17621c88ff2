import { expect, test } from 'vitest';
import { standingOf } from '../../../web/pages/release/standing.ts';
import { hold, NOW, release } from './releases.ts';

test.each([
  ['completed', 'good'],
  ['reverted', 'bad'],
  ['refused', 'bad'],
  ['lost', 'bad'],
  ['left', 'ask'],
] as const)('one that is %s ends %s', (outcome, tone) => {
  expect(standingOf(release({ phase: 'finished', outcome, sentence: 'why' }), NOW)).toEqual({
    word: outcome,
    tone,
    sentence: 'Why',
  });
});

test('a hold says what it is over and what happens if nobody acts', () => {
  expect(standingOf(release({ phase: 'holding', hold: hold() }), NOW)).toEqual({
    word: 'held',
    tone: 'ask',
    sentence: 'There was nothing to judge by',
    otherwise: 'Held for 30s. If nobody acts, it reverts in 1h.',
  });
  const { otherwise } = standingOf(release({ phase: 'holding', hold: hold({ onDeadline: 'stay' }) }), NOW);
  expect(otherwise).toContain('it stays as it is, and pages again in 1h');
});

test('a hold that no worker tells of is no less a hold', () => {
  const view = release({ phase: 'holding', stale: true, sentence: 'held: there was nothing to judge by' });
  expect(standingOf(view, NOW)).toEqual({
    word: 'held',
    tone: 'ask',
    sentence: 'Held: there was nothing to judge by',
  });
});

test('a freeze asks nobody, and says when it ends', () => {
  const frozen = hold({ reason: 'freeze', until: NOW + 7_200_000 });
  expect(standingOf(release({ phase: 'holding', hold: frozen }), NOW)).toMatchObject({
    word: 'frozen',
    otherwise: 'Held for 30s. It goes on by itself in 2h, when the freeze ends.',
  });
});

test('the stop does not end by itself, and says who ends it', () => {
  const stopped = hold({ reason: 'stop' });
  expect(standingOf(release({ phase: 'holding', hold: stopped }), NOW)).toMatchObject({
    word: 'stopped',
    otherwise: 'Held for 30s. It waits until an admin ends the stop, which the calendar can do.',
  });
});

test('a version keeps its name where a sentence begins with it', () => {
  const { candidate } = release({});
  const sentence = `${candidate.version} serves all traffic from ${candidate.slot}`;
  expect(standingOf(release({ phase: 'finished', outcome: 'completed', sentence }), NOW).sentence).toBe(
    sentence,
  );
});

test("of what is watched, the watch's own sentence is newer", () => {
  const live = { at: NOW, sentence: 'about 40 s to go', evidence: [] };
  expect(standingOf(release({ live }), NOW)).toMatchObject({
    word: 'running',
    tone: 'go',
    sentence: 'About 40 s to go',
    otherwise: 'This step ends in 10m at the latest.',
  });
  expect(standingOf(release({ live, step: 1 }), NOW).sentence).toBe('Watching');
});

test.each(['starting', 'running', 'paused', 'holding', 'undoing'] as const)(
  'what is %s is never green',
  (phase) => {
    expect(standingOf(release({ phase }), NOW).tone).not.toBe('good');
  },
);
