import { TypedSearchAttributes } from '@temporalio/common';
import { expect, test } from 'vitest';
import { staleView } from '../../../api/releases/stale-view.ts';
import { sluiceOutcome } from '../../../workflows/search-attributes.ts';
import { releaseInput } from '../../workflow/inputs.ts';

const input = releaseInput([{ kind: 'deploy', deadline: 1000 }]);
const memo = {
  release: {
    version: 'v2',
    phase: 'finished',
    sentence: 'v2 serves all traffic from green',
    step: 0,
    steps: 1,
    label: 'deploy',
    token: '9.0',
    weight: 10_000,
    candidate: { slot: 'green', version: 'v2' },
    stable: { slot: 'blue', version: 'v1' },
    actor: 'ann',
  },
};

test('a finished release says how it ended also where no worker answers', () => {
  const typedSearchAttributes = new TypedSearchAttributes([{ key: sluiceOutcome, value: 'completed' }]);
  const description = { memo, startTime: new Date(), typedSearchAttributes };
  expect(staleView(input, description)).toMatchObject({
    phase: 'finished',
    outcome: 'completed',
    stale: true,
  });
});

test('a release that went back says what made it, also where no worker answers', () => {
  const typedSearchAttributes = new TypedSearchAttributes([{ key: sluiceOutcome, value: 'reverted' }]);
  const reverted = { release: { ...memo.release, cause: 'abort' } };
  const view = staleView(input, { memo: reverted, startTime: new Date(), typedSearchAttributes });
  expect(view).toMatchObject({ outcome: 'reverted', cause: 'abort', stale: true });
});

test('what is known good is so where no worker answers, too: nobody is offered its abort', () => {
  const running = { release: { ...memo.release, phase: 'running' } };
  const proven = { release: { ...running.release, proven: true } };
  const described = { startTime: new Date(), typedSearchAttributes: new TypedSearchAttributes() };
  expect(staleView(input, { ...described, memo: proven }).knownGood).toBe(true);
  expect(staleView(input, { ...described, memo: running })).not.toHaveProperty('knownGood');
});

test('a release under way has no outcome', () => {
  const running = { release: { ...memo.release, phase: 'running' } };
  const typedSearchAttributes = new TypedSearchAttributes();
  const view = staleView(input, { memo: running, startTime: new Date(), typedSearchAttributes });
  expect(view).toMatchObject({ phase: 'running', stale: true });
  expect(view).not.toHaveProperty('outcome');
});
