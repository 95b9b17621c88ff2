/** GitHub: how Sluice gets there, who its users are to Sluice, and what its events do. */
import { z } from 'zod';
import { secret, url } from './addresses.ts';
import { protectionRule } from './github/protection-rule.ts';
import { startRule } from './github/start-rule.ts';
import { number } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { person } from './person.ts';

const MOST_RULES = 200;
const LARGEST_ID = Number.MAX_SAFE_INTEGER;
const LOGIN_EXPECTED = 'the login of a GitHub user, such as octocat';

const login = z
  .string({ error: LOGIN_EXPECTED })
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:\[bot\])?$/, { error: LOGIN_EXPECTED });

const app = mapping({
  id: number({ min: 1, max: LARGEST_ID, whole: true }, 'The id of the App.'),
  privateKey: secret('Its private key, as GitHub made it (PEM).'),
  installation: number({ min: 1, max: LARGEST_ID, whole: true }, 'The id of its installation.'),
}).meta({ description: 'A GitHub App: only such a one can have check runs and protection rules.' });

/** Everything about GitHub. What it is told is in service files, under `notify`. */
export const github = mapping({
  apiUrl: url('The address of its API.', 'https://github.example.com/api/v3').prefault(
    'https://api.github.com',
  ),
  app: app.exactOptional(),
  token: secret('A token instead of an App: deployments only.').exactOptional(),
  webhookSecret: secret('The secret that signs webhooks; without it none is taken.').exactOptional(),
  users: z
    .record(login, person)
    .prefault({})
    .meta({ description: 'Who a GitHub user is to Sluice; whoever is not named may do nothing.' }),
  start: list(startRule, MOST_RULES).exactOptional().meta({ description: 'What starts a release.' }),
  protection: list(protectionRule, MOST_RULES)
    .exactOptional()
    .meta({ description: 'What is asked before a deployment of GitHub Actions.' }),
})
  .refine(({ app: own, token }) => own === undefined || token === undefined, {
    params: { message: 'app and token stand side by side', expected: 'one of app, token' },
  })
  .refine(({ app: own, protection }) => protection === undefined || own !== undefined, {
    path: ['protection'],
    params: { message: 'GitHub asks nobody but an App', expected: 'app beside protection' },
  })
  .refine(
    ({ webhookSecret, start, protection }) =>
      webhookSecret !== undefined || (start === undefined && protection === undefined),
    {
      params: { message: 'no webhook can be told from a forged one', expected: 'webhookSecret' },
    },
  );

/** GitHub as it was read. */
export type GithubSettings = z.output<typeof github>;
