/** The settings of Slack. */
import { resolve } from 'node:path';
import { z } from 'zod';
import { withAbsoluteFiles } from '../secrets.ts';
import type { SlackSettings } from '../slack.ts';
import { secret, url } from './addresses.ts';
import { groupName } from './approve.ts';
import { mapping } from './mapping.ts';
import { person } from './person.ts';

const USER_EXPECTED = 'the id of a Slack user, such as U0123ABCD45, or an e-mail address';
const USER_GROUP_EXPECTED = 'the id of a Slack user group, such as S0123ABCD45';

const slackUser = z
  .string({ error: USER_EXPECTED })
  .regex(/^(?:[UW][A-Z0-9]{5,30}|[^\s@]{1,64}@[^\s@]{1,200})$/, { error: USER_EXPECTED });

const userGroup = z
  .string({ error: USER_GROUP_EXPECTED })
  .regex(/^S[A-Z0-9]{5,30}$/, { error: USER_GROUP_EXPECTED });

/** Slack, as it was read: secrets stay references. */
export const slack = mapping({
  botToken: secret('The bot token of the app, which begins with xoxb-.'),
  signingSecret: secret('What Slack signs its requests with, where it can reach the API.').exactOptional(),
  appToken: secret(
    'The app-level token of Socket Mode, which begins with xapp-: for daemons without a public address.',
  ).exactOptional(),
  api: url('Base URL of the Web API.', 'https://slack.com/api/').prefault('https://slack.com/api/'),
  users: z
    .record(slackUser, person)
    .prefault({})
    .meta({ description: 'Who may do what, by the id of a Slack user or their e-mail address.' }),
  groups: z
    .record(userGroup, groupName)
    .prefault({})
    .meta({ description: 'Groups of people, for approvals, by the id of the Slack user group.' }),
})
  .refine(({ signingSecret, appToken }) => signingSecret !== undefined || appToken !== undefined, {
    params: { message: 'nothing could answer a button', expected: 'signingSecret, appToken, or both' },
  })
  .meta({ description: 'Messages in Slack, their buttons, and the command /sluice.' });

/** The same with every path absolute; relative ones refer to `folder`. */
export function resolveSlack(input: z.output<typeof slack>, folder: string): SlackSettings {
  const absolute = (written: string): string => withAbsoluteFiles(written, (path) => resolve(folder, path));
  const { signingSecret, appToken, users, groups } = input;
  return {
    botToken: absolute(input.botToken),
    ...(signingSecret === undefined ? {} : { signingSecret: absolute(signingSecret) }),
    ...(appToken === undefined ? {} : { appToken: absolute(appToken) }),
    api: input.api.endsWith('/') ? input.api : `${input.api}/`,
    users,
    groups,
  };
}
