import { expect, test } from 'vitest';
import { endedFromOutside } from '../../../api/releases/lost.ts';
import { hold, NOW, release } from '../web/releases.ts';

type Description = Parameters<typeof endedFromOutside>[1];

const closeTime = new Date(NOW + 5000);
const terminated: Description = { status: { code: 5, name: 'TERMINATED' }, closeTime };

test('a release that was ended from outside ended then, with its step, and asks and awaits nothing more', () => {
  const bake = { kind: 'bake', label: 'bake until safe', startedAt: NOW - 1000 };
  const view = release({
    phase: 'holding',
    hold: hold(),
    pausedBy: 'ann',
    steps: [
      { kind: 'deploy', label: 'deploy', state: 'done', startedAt: NOW - 9000, finishedAt: NOW - 2000 },
      { ...bake, state: 'running' },
      { kind: 'cutover', label: 'cutover', state: 'waiting' },
    ],
  });
  const { deadline: _, hold: _hold, pausedBy: _by, ...rest } = view;
  expect(endedFromOutside(view, terminated)).toEqual({
    ...rest,
    phase: 'finished',
    outcome: 'lost',
    finishedAt: NOW + 5000,
    sentence:
      'its workflow was terminated from outside; sluice lane show shop@production says what became of the lane',
    steps: [
      view.steps[0],
      { ...bake, state: 'failed', finishedAt: NOW + 5000, note: 'terminated from outside' },
      view.steps[2],
    ],
  });
});

test('one that runs, or has ended by itself, stays as it is', () => {
  const running = release();
  expect(endedFromOutside(running, { status: { code: 1, name: 'RUNNING' } })).toBe(running);
  const ended = release({ phase: 'finished', outcome: 'completed', finishedAt: NOW });
  expect(endedFromOutside(ended, terminated)).toBe(ended);
});
