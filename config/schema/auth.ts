/** Who is let in, beside whom the registry gave a token. */
import { z } from 'zod';
import type { Reading } from '../units.ts';
import { quote } from '../units.ts';
import { parseUrl } from './addresses.ts';
import { claimRule } from './claim-rule.ts';
import { oneOf, text, words } from './leaf.ts';
import { list, mapping } from './mapping.ts';
import { name } from './name.ts';
import { duration } from './quantities.ts';

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'EdDSA'] as const;

/** An https URL; http only of this machine, since keys that anybody can replace prove nothing. */
function issuerUrl(description: string) {
  const expected = 'a URL such as https://token.actions.githubusercontent.com';
  const read = (input: string): Reading<string> => {
    const reading = parseUrl(input, expected);
    if (!('value' in reading) || input.startsWith('https://')) return reading;
    if (/^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])[:/]/.test(`${input}/`)) return reading;
    return { refused: { message: `${quote(input)} can be changed on its way`, expected: 'an https URL' } };
  };
  return text(expected, read, { pattern: '^https?://', description });
}

const audience = words('an audience', 'What `aud` has to hold.');

const issuer = mapping({
  name: name.meta({ description: 'What it is called here; actors are named after it.' }),
  issuer: issuerUrl('Its `iss`, exactly.'),
  audience: z
    .union([audience, list(audience, 20)])
    .transform((written) => [written].flat())
    .meta({ description: 'What `aud` has to be: one of these.' }),
  jwks: issuerUrl(
    'Where its keys are. Default: as its `/.well-known/openid-configuration` says.',
  ).exactOptional(),
  algorithms: list(oneOf(ALGORITHMS), ALGORITHMS.length)
    .prefault(['RS256', 'ES256'])
    .meta({ description: 'Algorithms of signatures that are taken.' }),
  clockTolerance: duration('By how much its clock may be off.', { min: 0, max: 300_000 }).prefault('30s'),
  actor: mapping({
    claim: words('the name of a claim', 'The claim that names who acts.').prefault('sub'),
    prefix: text('text', (input): Reading<string> => ({ value: input }), {
      description:
        'What stands before it, so that nobody is taken for another. Default: the name and a colon.',
    }).exactOptional(),
  })
    .prefault({})
    .meta({ description: 'Who acts, as it is recorded.' }),
  groups: words(
    'the name of a claim',
    'The claim that lists groups for approvals, beside those of rules.',
  ).exactOptional(),
  rules: list(claimRule, 200).meta({
    description: 'Each that fits gives its role; without any, nobody is let in.',
  }),
});

/** An issuer as it was read. */
export type Issuer = z.output<typeof issuer>;

/** Authentication; absent, everybody on this machine is an admin. */
export const auth = mapping({
  issuers: list(issuer, 20)
    .refine(
      (issuers) =>
        new Set(issuers.map(({ issuer: iss }) => iss)).size === issuers.length &&
        new Set(issuers.map(({ name: called }) => called)).size === issuers.length,
      { params: { message: 'two issuers are one', expected: 'a name and an issuer of its own for each' } },
    )
    .exactOptional()
    .meta({ description: 'Whose OpenID Connect tokens are taken.' }),
}).meta({
  description: 'Who may do what: API tokens, and issuers of OpenID Connect. `{}` takes tokens only.',
});
