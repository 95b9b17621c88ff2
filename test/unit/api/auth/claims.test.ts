import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { matchesPattern, principalOf } from '../../../../api/auth/claims.ts';
import type { Issuer } from '../../../../config/schema/auth.ts';
import { issuersOf } from './issuers.ts';

const github = `
    - name: github
      issuer: https://token.actions.githubusercontent.com
      audience: sluice
      actor: { claim: actor }
      rules:
        - when: { repository: acme/shop, environment: production, ref: [refs/heads/main, "refs/tags/v*"] }
          role: operator
          lanes: [shop@production]
        - { when: { repository: "acme/*", ref_protected: true }, role: viewer, groups: [pipelines] }
`;
const people = `
    - name: acme
      issuer: https://login.acme.example
      audience: sluice
      actor: { claim: email, prefix: "" }
      groups: realm.roles
      rules:
        - { when: { "https://acme.example/team": sre, email_verified: true }, role: approver, breakGlass: true }
`;
const claims = {
  actor: 'octocat',
  repository: 'acme/shop',
  environment: 'production',
  ref: 'refs/heads/main',
  ref_protected: 'false',
};

function only(text: string): Issuer {
  const [issuer] = issuersOf(text);
  if (issuer === undefined) throw new Error('There is no issuer.');
  return issuer;
}

describe('a pipeline of GitHub', () => {
  test.each([
    ['as the rule says', {}, ['operator']],
    ['of a tag', { ref: 'refs/tags/v1.2' }, ['operator']],
    ['of a tag with a slash', { ref: 'refs/tags/v1/2' }, []],
    ['of a fork', { repository: 'eve/shop' }, []],
    ['of a repository with a longer name', { repository: 'acme/shop-two' }, []],
    ['of another environment', { environment: 'staging' }, []],
    ['without an environment', { environment: undefined }, []],
    ['of a protected ref', { ref_protected: 'true', environment: 'x' }, ['viewer']],
    ['that two rules fit', { ref_protected: true }, ['operator', 'viewer']],
    ['whose claim is a mapping', { repository: { name: 'acme/shop' } }, []],
    ['whose claim is a list that has the value', { environment: ['staging', 'production'] }, ['operator']],
  ])('%s', (_what, more, roles) => {
    const found = principalOf(only(github), { ...claims, ...more });
    const expected = roles.length === 0 ? { refused: 'no rule of the issuer github fits its claims' } : roles;
    expect('grants' in found ? found.grants.map(({ role }) => role) : found).toEqual(expected);
  });

  test('is named after its issuer, so that nobody is taken for somebody else', () => {
    const found = principalOf(only(github), { ...claims, ref_protected: true });
    expect(found).toMatchObject({ name: 'github:octocat', kind: 'oidc', groups: ['pipelines'] });
    expect(principalOf(only(github), { ...claims, actor: 'dependabot[bot]' })).toMatchObject({
      name: 'github:dependabot[bot]',
    });
  });

  test.each([undefined, '', 'two words', 'a\nb', 'x'.repeat(201), { name: 'ann' }])(
    'that is called %j is refused',
    (actor) => {
      expect(principalOf(only(github), { ...claims, actor })).toHaveProperty('refused');
    },
  );
});

test('a person is called by the claim alone where the prefix is empty, with groups by a way with dots', () => {
  const said = {
    email: 'ann@acme.example',
    email_verified: true,
    realm: { roles: ['payments', 7, { x: 1 }] },
    'https://acme.example/team': 'sre',
  };
  expect(principalOf(only(people), said)).toEqual({
    name: 'ann@acme.example',
    kind: 'oidc',
    grants: [{ role: 'approver', lanes: ['*@*'], breakGlass: true }],
    groups: ['payments', '7'],
  });
});

test('what every object has is no claim', () => {
  const issuer = only(people.replace('email,', 'constructor,'));
  expect(principalOf(issuer, { 'https://acme.example/team': 'sre', email_verified: true })).toHaveProperty(
    'refused',
  );
});

describe('patterns', () => {
  test.each([
    ['a*', 'abc', true],
    ['a*', 'a/b', false],
    ['a**', 'a/b', true],
    ['*', '', true],
    ['a.c', 'abc', false],
    ['(a|b)', 'a', false],
    ['[a]', 'a', false],
    ['^a$', 'a', false],
    ['a', 'a\n', false],
    ['**', 'a\nb', true],
  ])('%j and %j: %s', (pattern, value, fits) => {
    expect(matchesPattern(pattern, value)).toBe(fits);
  });

  test('text without a star means itself and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        fc.pre(!text.includes('*'));
        expect(matchesPattern(text, text)).toBe(true);
        expect(matchesPattern(text, other)).toBe(text === other);
      }),
    );
  });
});
