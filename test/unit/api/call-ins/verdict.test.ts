import { expect, test } from 'vitest';
import { phaseOf, toVerdict } from '../../../../api/call-ins/verdict.ts';

test.each([
  [{ phase: 'starting' }, 'Running'],
  [{ phase: 'running' }, 'Running'],
  [{ phase: 'paused' }, 'Running'],
  [{ phase: 'holding' }, 'Inconclusive'],
  [{ phase: 'undoing' }, 'Running'],
  [{ phase: 'finished', outcome: 'completed' }, 'Successful'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'verdict' }, 'Failed'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'abort' }, 'Failed'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'superseded' }, 'Inconclusive'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'deadline' }, 'Inconclusive'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'recovery' }, 'Inconclusive'],
  [{ phase: 'finished', outcome: 'refused' }, 'Inconclusive'],
  [{ phase: 'finished', outcome: 'left' }, 'Inconclusive'],
  [{ phase: 'finished', outcome: 'lost' }, 'Inconclusive'],
  [{ phase: 'finished' }, 'Inconclusive'],
] as const)('%o is %s', (release, phase) => {
  expect(phaseOf(release)).toBe(phase);
});

test('only a success is ok, and what is not decided has no value', () => {
  expect(toVerdict('Successful', 's', 'a.b.1')).toMatchObject({ ok: true, value: 1, release: 'a.b.1' });
  expect(toVerdict('Failed', 's')).toMatchObject({ ok: false, value: 0 });
  for (const phase of ['Running', 'Inconclusive'] as const) {
    expect(toVerdict(phase, 's')).toMatchObject({ ok: false, value: null });
  }
});
