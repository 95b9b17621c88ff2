import { generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { jwtVerifier, type VerifyJwt } from '../../../../api/auth/oidc.ts';
import fastify from 'fastify';
import { startOidcIssuer, type OidcIssuer } from '../../../rigs/oidc-issuer.ts';
import { issuersOf } from './issuers.ts';

const claims = { repository: 'acme/shop' };
const minute = 60_000;
let issuer: OidcIssuer;
let verify: VerifyJwt;

beforeAll(async () => {
  issuer = await startOidcIssuer();
});
afterAll(async () => issuer.close());
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  issuer.fail(false);
  const text = `
    - name: ci
      issuer: ${issuer.url}
      audience: [sluice, other]
      algorithms: [RS256]
      rules: [{ when: { repository: "acme/*" }, role: operator, lanes: [shop@production] }]
`;
  verify = jwtVerifier(issuersOf(text), fastify().log);
});
afterEach(() => vi.useRealTimers());

async function why(jwt: string): Promise<string> {
  return verify(jwt).then(
    ({ name }) => name,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  );
}

test('a JWT of an issuer of the settings says who shows it', async () => {
  expect(await verify(await issuer.sign(claims))).toEqual({
    name: 'ci:somebody',
    kind: 'oidc',
    grants: [{ role: 'operator', lanes: ['shop@production'] }],
    groups: [],
  });
  expect(await why(await issuer.sign(claims, { aud: ['x', 'other'] }))).toBe('ci:somebody');
});

test.each([
  ['of another audience', { aud: 'somewhere' }, 'its claim aud is not as it has to be'],
  ['that has expired', { exp: Math.floor(Date.now() / 1000) - 31 }, 'it has expired'],
  [
    'that is not valid yet',
    { nbf: Math.floor(Date.now() / 1000) + 60 },
    'its claim nbf is not as it has to be',
  ],
  ['that never expires', { exp: undefined }, 'its claim exp is not as it has to be'],
  ['of an issuer that is not known', { iss: 'https://evil.example' }, 'it is of no issuer of the settings'],
  ['that no rule fits', { repository: 'eve/shop' }, 'no rule of the issuer ci fits its claims'],
])('one %s is refused', async (_what, more, said) => {
  expect(await why(await issuer.sign(claims, more))).toContain(said);
});

test('a clock may be off by the tolerance', async () => {
  expect(await why(await issuer.sign(claims, { exp: Math.floor(Date.now() / 1000) - 10 }))).toBe(
    'ci:somebody',
  );
});

test('what the issuer did not sign is refused', async () => {
  const { privateKey } = await generateKeyPair('RS256');
  const now = Math.floor(Date.now() / 1000);
  const whole = { iss: issuer.url, aud: 'sluice', sub: 'eve', exp: now + 300, ...claims };
  const signed = (alg: string, kid: string) => new SignJWT(whole).setProtectedHeader({ alg, kid });
  const [header = '', , signature = ''] = (await issuer.sign(claims)).split('.');
  const forged = Buffer.from(JSON.stringify(whole)).toString('base64url');
  const secret = new TextEncoder().encode('x'.repeat(32));
  const refused = {
    'its signature is not right': [
      await signed('RS256', 'k1').sign(privateKey),
      `${header}.${forged}.${signature}`,
    ],
    'its issuer has no such key': [await signed('RS256', 'k9').sign(privateKey)],
    'its algorithm is not taken': [
      await signed('HS256', 'k1').sign(secret),
      new UnsecuredJWT(whole).encode(),
    ],
    'neither an API token nor a JWT': ['a.b.c', 'x'],
    'it is too long': ['x'.repeat(20_000)],
  };
  for (const [said, jwts] of Object.entries(refused)) {
    for (const jwt of jwts)
      expect([jwt.slice(0, 40), await why(jwt)]).toEqual([jwt.slice(0, 40), expect.stringContaining(said)]);
  }
});

test('keys are fetched once, and again for a new one', async () => {
  const before = issuer.asked();
  const old = await issuer.sign(claims);
  await Promise.all([verify(old), verify(old)]);
  expect(issuer.asked()).toBe(before + 1);
  await issuer.rotate();
  // Another key within half a minute of the last fetch is taken for nonsense.
  vi.advanceTimersByTime(minute);
  expect(await why(await issuer.sign(claims))).toBe('ci:somebody');
  expect(issuer.asked()).toBe(before + 2);
  expect(await why(old)).toContain('no such key');
});

test('while the issuer does not answer, its keys count for a day, and what is not known is said', async () => {
  issuer.fail(true);
  await expect(verify(await issuer.sign(claims))).rejects.toMatchObject({ code: 'issuer_unavailable' });
  issuer.fail(false);
  expect(await why(await issuer.sign(claims))).toBe('ci:somebody');
  issuer.fail(true);
  vi.advanceTimersByTime(60 * minute);
  expect(await why(await issuer.sign(claims))).toBe('ci:somebody');
  vi.advanceTimersByTime(24 * 60 * minute);
  await expect(verify(await issuer.sign(claims))).rejects.toMatchObject({ code: 'issuer_unavailable' });
});
