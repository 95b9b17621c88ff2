import { expect, test } from 'vitest';
import { abortNow } from '../../../web/pages/release/abort-now.ts';
import { NOW, release } from './releases.ts';

const traffic = { asked: 0, proven: false, at: NOW };

test('an abort brings traffic back, in the time that the last change took', () => {
  const events = [
    { number: 1, at: NOW, kind: 'step-started', message: 'shift', step: 1 },
    { number: 2, at: NOW + 1200, kind: 'written', message: '5 %', step: 1 },
    { number: 3, at: NOW + 90_000, kind: 'written', message: 'put right', step: 1 },
  ];
  expect(abortNow(release(), events)).toBe(
    'An abort brings 5 % of the traffic back to v1, which is warm, in about 1.2s by the last change of weight; then v2 is drained and taken down.',
  );
  expect(abortNow(release(), [])).toContain('which is warm; then');
});

test('without traffic no user is on it, and own commands are undone', () => {
  expect(abortNow(release({ traffic }), [])).toBe('An abort takes v2 down; no user is on it.');
  const steps = [{ kind: 'run', label: 'run x', state: 'done' as const }];
  expect(abortNow(release({ traffic, steps }), [])).toContain('your own did is undone');
});

test('a first release leaves nothing, an undo is under way already, and an end is an end', () => {
  expect(abortNow(release({ stable: null }), [])).toContain('nothing serves after it');
  expect(abortNow(release({ phase: 'undoing' }), [])).toContain('changes nothing');
  expect(abortNow(release({ phase: 'finished' }), [])).toBeUndefined();
});
