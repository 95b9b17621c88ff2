import { expect, test } from 'vitest';
import { abortNow } from '../../../web/pages/release/abort-now.ts';
import type { ReleaseView } from '../../../api/wire/release.ts';
import { hold, NOW, release } from './releases.ts';

const traffic = { asked: 0, proven: false, at: NOW };

/** In its second step, which raises traffic. */
function raising(kind: string): ReleaseView['steps'] {
  const [deployed] = release().steps;
  return [...(deployed === undefined ? [] : [deployed]), { kind, label: kind, state: 'running' }];
}

test('an abort brings traffic back, in the time that the last write took, whatever it waited for before', () => {
  const events = [
    { number: 1, at: NOW, kind: 'step-started', message: 'shift', step: 1 },
    { number: 2, at: NOW + 1200, kind: 'held', message: 'held: frozen for the night', step: 1 },
    { number: 3, at: NOW + 28_800_000, kind: 'written', message: '5 %', step: 1, data: { took: 1200 } },
    { number: 4, at: NOW + 28_900_000, kind: 'written', message: 'it stood so', step: 1, data: {} },
  ];
  expect(abortNow(release(), events)).toBe(
    'An abort brings 5 % of the traffic back to v1, which is warm, in about 1.2s by the last write; then v2 is drained and taken down.',
  );
  expect(abortNow(release(), [])).toContain('which is warm; then');
});

test('without traffic no user is on it, and own commands are undone', () => {
  expect(abortNow(release({ traffic }), [])).toBe('An abort takes v2 down; no user is on it.');
  const steps = [{ kind: 'run', label: 'run x', state: 'done' as const }];
  expect(abortNow(release({ traffic, steps }), [])).toContain('your own did is undone');
});

test.each<[string, Partial<ReleaseView>, string]>([
  ['a write is tried', { step: 1, steps: raising('shift') }, 'is not known, since a write may have landed'],
  ['a ramp begins', { step: 1, steps: raising('ramp') }, 'is not known'],
  [
    'an attempt failed',
    { step: 1, steps: raising('cutover'), hold: hold({ reason: 'error' }) },
    'is not known',
  ],
  ['nobody can be asked', { stale: true }, 'is not known'],
  [
    'a freeze is over it',
    { step: 1, steps: raising('shift'), hold: hold({ reason: 'freeze' }) },
    'no user is on it',
  ],
  ['the step is over', { step: 2 }, 'no user is on it'],
  [
    'requests are seen',
    { step: 1, steps: raising('shift'), live: { at: NOW, sentence: '', evidence: [], observed: 480 } },
    'brings the 4.8 % of the traffic that are seen back to v1',
  ],
])('with no answered write, where %s, it is said what is known', (_what, more, said) => {
  expect(abortNow(release({ traffic, ...more }), [])).toContain(said);
});

test('what is known good is not gone back from', () => {
  expect(abortNow(release({ knownGood: true }), [])).toBe(
    'v2 is known good, so an abort changes nothing any more; a rollback goes back.',
  );
});

test('a first release leaves nothing, an undo is under way already, and an end is an end', () => {
  expect(abortNow(release({ stable: null }), [])).toContain('nothing serves after it');
  expect(abortNow(release({ phase: 'undoing' }), [])).toContain('changes nothing');
  expect(abortNow(release({ phase: 'finished' }), [])).toBeUndefined();
});
