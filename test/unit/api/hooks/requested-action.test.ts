import { expect, test } from 'vitest';
import { requestedAction } from '../../../../api/hooks/github/requested-action.ts';
import { actionRequested } from '../../../rigs/github/payloads.ts';

const NAME = 'Sluice / checkout@production';

test('a click means the act, the step and the state of the button', () => {
  const click = requestedAction.parse(actionRequested('promote:3:3.4', 'checkout.production.12', NAME));
  expect(click.requested_action.identifier).toEqual({ act: 'promote', step: 3, token: '3.4' });
  expect([click.check_run.external_id, click.sender.login]).toEqual(['checkout.production.12', 'octocat']);
});

test.each([
  ['leave:3:3.4', 'checkout.production.12'],
  ['promote:3', 'checkout.production.12'],
  ['promote', 'checkout.production.12'],
  ['abort:3:3.4 ', 'checkout.production.12'],
  ['abort:3:3.4', '../../lanes/checkout.production'],
])('%s of %s is none', (identifier, release) => {
  expect(requestedAction.safeParse(actionRequested(identifier, release, NAME)).success).toBe(false);
});
