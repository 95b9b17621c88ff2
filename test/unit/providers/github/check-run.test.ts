import type { components, operations } from '@octokit/openapi-types';
import { describe, expect, test } from 'vitest';
import { checkRunName, renderCheckRun } from '../../../../providers/github/check-run.ts';
import { deploymentState } from '../../../../providers/github/deployment-state.ts';
import type { ShownRelease } from '../../../../providers/github/shown-release.ts';

type Update = operations['checks/create']['requestBody']['content']['application/json'];
type State = components['schemas']['deployment-status']['state'];

const running: ShownRelease = {
  id: 'checkout.production.12',
  lane: 'checkout.production',
  version: 'v2',
  actor: 'ann',
  reason: '',
  phase: 'running',
  sentence: 'watching for 3m more',
  step: 1,
  token: '1.4',
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'done' },
    { kind: 'bake', label: 'bake until safe', state: 'running' },
    { kind: 'cutover', label: 'cutover', state: 'waiting' },
  ],
  traffic: { asked: 500, observed: 480, proven: true },
  approvals: [],
};
const approving: ShownRelease = {
  ...running,
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'done' },
    { kind: 'approve', label: 'approve', state: 'running' },
  ],
};
const hold = { reason: 'no data', message: 'no data', promotable: true };
const finished = { ...running, phase: 'finished' } as const;

describe('a check run', () => {
  test.each([
    ['runs', running, 'in_progress', undefined, ['promote', 'abort']],
    ['waits for an approval', approving, 'completed', 'action_required', ['approve', 'abort']],
    ['is held', { ...running, phase: 'holding', hold }, 'completed', 'action_required', ['promote', 'abort']],
    [
      'is held by harm',
      { ...running, phase: 'holding', hold: { ...hold, promotable: false } },
      'completed',
      'action_required',
      ['abort'],
    ],
    ['is paused', { ...running, phase: 'paused' }, 'completed', 'action_required', ['promote', 'abort']],
    ['is undone', { ...approving, phase: 'undoing' }, 'in_progress', undefined, []],
    ['has completed', { ...finished, outcome: 'completed' }, 'completed', 'success', []],
    ['was reverted', { ...finished, outcome: 'reverted', cause: 'verdict' }, 'completed', 'failure', []],
    ['was aborted', { ...finished, outcome: 'reverted', cause: 'abort' }, 'completed', 'cancelled', []],
    ['was refused', { ...finished, outcome: 'refused' }, 'completed', 'failure', []],
    ['was left', { ...finished, outcome: 'left' }, 'completed', 'neutral', []],
  ] satisfies [string, ShownRelease, string, string | undefined, string[]][])(
    '%s',
    (_what, release, status, conclusion, acts) => {
      const told = renderCheckRun(release);
      // Held to GitHub's own type.
      const update: Partial<Update> = told;
      expect([update.status, update.conclusion]).toEqual([status, conclusion]);
      expect(told.actions.map(({ identifier }) => identifier)).toEqual(acts.map((act) => `${act}:1:1.4`));
      for (const { label, description, identifier } of told.actions) {
        expect([label.length <= 20, description.length <= 40, identifier.length <= 20]).toEqual([
          true,
          true,
          true,
        ]);
      }
      expect(told.actions.length).toBeLessThanOrEqual(3);
    },
  );

  test('a button whose state would not fit is not there, so that none means another state', () => {
    expect(renderCheckRun({ ...running, step: 1000, token: '1000.123456' }).actions).toEqual([]);
  });

  test('tells the note first, and nothing that others wrote is Markdown', () => {
    const version = '<img src=x> | @acme [x](https://evil.example) ![](y)';
    const { output } = renderCheckRun({ ...running, version }, undefined, 'bob clicked *promote*\n# now');
    expect(output.summary.split('\n')[0]).toBe('> bob clicked &#42;promote&#42; &#35; now');
    expect(output.summary).not.toMatch(/<img|@acme|\]\(/);
    expect(output.summary).toContain('5 % asked, 4.8 % seen');
  });

  test('its name is that of the lane', () => {
    expect(checkRunName('checkout.production')).toBe('Sluice / checkout@production');
  });
});

test.each([
  [{ phase: 'starting' }, 'queued'],
  [{ phase: 'holding', hold }, 'in_progress'],
  [{ phase: 'undoing' }, 'in_progress'],
  [{ phase: 'finished', outcome: 'completed' }, 'success'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'verdict' }, 'failure'],
  [{ phase: 'finished', outcome: 'reverted', cause: 'superseded' }, 'inactive'],
  [{ phase: 'finished', outcome: 'refused' }, 'error'],
] satisfies [Partial<ShownRelease>, State][])('%o is the deployment state %s', (how, state) => {
  const sentence = `${'ü'.repeat(138)}😀😀`;
  const told = deploymentState({ ...running, sentence, ...how });
  expect(told.state).toBe(state);
  expect(told.description.length).toBeLessThanOrEqual(140);
  expect(told.description.isWellFormed()).toBe(true);
});
