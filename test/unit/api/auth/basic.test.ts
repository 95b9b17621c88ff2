/** Tools that can be given a URL and no header show a token as the password of HTTP Basic, where they call and nowhere else. */
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { authApp, type AuthApp } from './auth-app.ts';

const CANARY = { name: 'checkout', namespace: 'staging', phase: 'Progressing', checksum: '1' };
const asks = (lane: string) => ({ ...CANARY, metadata: { lane } });

let rig: AuthApp;
let logged = '';

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  const into = new Writable({
    write: (chunk, _encoding, done) => {
      logged += String(chunk);
      done();
    },
  });
  rig = await authApp('auth: {}\n', {}, pino({ level: 'trace' }, into));
});
afterAll(async () => {
  vi.useRealTimers();
  await rig.app.close();
});

/** The header that a client makes of `https://NAME:PASSWORD@HOST/…`. */
function basic(password: string, name = 'flagger'): { authorization: string } {
  return { authorization: `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}` };
}

function viewer(lane: string): string {
  return (rig.as(`flagger-${lane}`, [{ role: 'viewer', lanes: [lane] }])['authorization'] ?? '').slice(7);
}

test('Flagger is let in by a token in its URL, in the lanes of the token', async () => {
  const token = viewer('checkout@*');
  const own = asks('checkout@staging');
  const codes: [string, number, string][] = [];
  for (const path of [
    'flagger/confirm-promotion',
    'flagger/rollback',
    'flagger/event',
    'gate/check',
    'gate/halt',
  ]) {
    const { status, code } = await rig.ask('POST', `/v1/call-ins/${path}`, basic(token), own);
    codes.push([path, status, code]);
  }
  // Nothing was released and no gate is open, which only those are told who got in.
  expect(codes).toEqual([
    ['flagger/confirm-promotion', 404, 'release_not_found'],
    ['flagger/rollback', 404, 'release_not_found'],
    ['flagger/event', 200, ''],
    ['gate/check', 403, 'gate_closed'],
    ['gate/halt', 403, 'gate_closed'],
  ]);
  for (const body of [asks('payments@staging'), { ...CANARY, metadata: { release: 'payments.staging.1' } }]) {
    const other = await rig.ask('POST', '/v1/call-ins/flagger/rollout', basic(token), body);
    expect([other.status, other.code]).toEqual([403, 'forbidden']);
  }
  const foreign = { ...CANARY, name: 'payments' };
  expect((await rig.ask('POST', '/v1/call-ins/gate/check', basic(token), foreign)).code).toBe('forbidden');
  expect((await rig.ask('GET', '/v1/call-ins/argo/gates/staging/payments', bearer(token))).code).toBe(
    'forbidden',
  );
});

test.each([
  ['a token that there is not', basic(`sluice_${'x'.repeat(43)}`), 'there is no such token'],
  ['a password', basic('hunter2'), 'has to be an API token'],
  [
    'no password',
    { authorization: `Basic ${Buffer.from('sluice').toString('base64')}` },
    'has to be an API token',
  ],
])('%s is refused', async (_what, headers, why) => {
  const refused = await rig.ask('POST', '/v1/call-ins/flagger/rollout', headers, asks('checkout@staging'));
  expect([refused.status, refused.code]).toEqual([401, 'unauthenticated']);
  expect(refused.detail).toContain(why);
});

test('it counts on no other route, not even where a gate is opened', async () => {
  const token = (rig.as('boss', [{ role: 'admin', lanes: ['*@*'] }])['authorization'] ?? '').slice(7);
  for (const path of ['/v1/call-ins/gate/open', '/v1/releases', '/v1/tokens']) {
    expect([path, (await rig.ask('POST', path, basic(token))).status]).toEqual([path, 401]);
  }
});

test('the token stands in no log and in no answer', async () => {
  const token = viewer('checkout@qa');
  const { authorization } = basic(token);
  const answers: string[] = [];
  for (const [path, body] of [
    ['/v1/call-ins/flagger/rollout', asks('checkout@qa')],
    ['/v1/call-ins/flagger/rollout', asks('payments@qa')],
    ['/v1/call-ins/flagger/event', asks('checkout@qa')],
    ['/v1/call-ins/flagger/event', { name: 7 }],
    ['/v1/call-ins/gate/open', CANARY],
    ['/v1/nothing', {}],
  ] as const) {
    const headers = { host: '127.0.0.1:7600', 'content-type': 'application/json', authorization };
    const answer = await rig.app.inject({
      method: 'POST',
      url: path,
      headers,
      payload: JSON.stringify(body),
    });
    answers.push(JSON.stringify(answer.headers), answer.body);
  }
  expect(logged).toContain('Flagger told something');
  const said = [logged, ...answers].join('\n');
  for (const secret of [token, authorization.slice(6)]) expect(said).not.toContain(secret);
});

function bearer(token: string): { authorization: string } {
  return { authorization: `Bearer ${token}` };
}
