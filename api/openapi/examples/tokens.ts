import { tokenBody, tokenList, tokenMade, tokenView } from '../../wire/token.ts';
import { whoami } from '../../wire/whoami.ts';
import { example } from './example.ts';

const grants = [{ role: 'operator' as const, lanes: ['checkout@*'] }];
const token = {
  id: 't7',
  name: 'ci',
  grants,
  groups: [],
  createdBy: 'ann',
  createdAt: 1_769_853_600_000,
  expiresAt: 1_777_629_600_000,
  revokedAt: null,
  state: 'active' as const,
};

/** API tokens, and who asks. */
export const tokenExamples = [
  example(tokenBody, { name: 'ci', grants, expiresIn: '90d', reason: 'releases from the pipeline' }),
  example(tokenMade, { ...token, secret: 'sluice_…' }),
  example(tokenView, token),
  example(tokenList, { tokens: [token] }),
  example(whoami, { name: 'ci', kind: 'token', grants, groups: [] }),
];
