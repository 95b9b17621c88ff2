import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { includesRole, ROLES, type Role } from '../../../../config/grants.ts';
import { authApp, type AuthApp } from './auth-app.ts';

/** What is to hold for these, whatever their files say. */
const NEEDS: Record<string, Role | 'open'> = {
  'GET /v1/releases': 'viewer',
  'POST /v1/releases': 'operator',
  'GET /v1/releases/{id}': 'viewer',
  'GET /v1/releases/{id}/plan': 'viewer',
  'GET /v1/releases/{id}/report': 'viewer',
  'GET /v1/releases/{id}/evidence': 'viewer',
  'GET /v1/releases/{id}/events': 'viewer',
  // Which role approves is for the step to say: the act checks it.
  'POST /v1/releases/{id}/approve': 'viewer',
  'POST /v1/releases/{id}/promote': 'operator',
  'POST /v1/releases/{id}/pause': 'operator',
  'POST /v1/releases/{id}/resume': 'operator',
  'POST /v1/releases/{id}/extend': 'operator',
  'POST /v1/releases/{id}/retry': 'operator',
  'POST /v1/releases/{id}/abort': 'operator',
  'POST /v1/releases/{id}/leave': 'admin',
  'GET /v1/lanes': 'viewer',
  'GET /v1/lanes/{lane}': 'viewer',
  'GET /v1/lanes/events': 'viewer',
  'GET /v1/lanes/{lane}/plan': 'viewer',
  'GET /v1/lanes/{lane}/traffic': 'viewer',
  'POST /v1/lanes/{lane}/adopt': 'admin',
  'POST /v1/lanes/{lane}/rollback': 'operator',
  'GET /v1/services': 'viewer',
  'GET /v1/whoami': 'viewer',
  'GET /v1/tokens': 'admin',
  'POST /v1/tokens': 'admin',
  'POST /v1/tokens/{token}/revoke': 'admin',
  'GET /healthz': 'open',
  'GET /readyz': 'open',
};

interface OpenApi {
  paths: Record<string, Record<string, { 'x-sluice-role'?: Role | 'open' | 'signed' }>>;
}

const PATIENT = 'auth: {}\nlimits: { requestsPerMinute: 1000000, failedLoginsPerMinute: 1000000 }\n';

let rig: AuthApp;
const routes: { route: string; method: 'GET' | 'POST'; path: string; role: string }[] = [];

beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  rig = await authApp(PATIENT);
  const { paths } = (
    await rig.app.inject({ url: '/openapi.json', headers: { host: '127.0.0.1:7600' } })
  ).json<OpenApi>();
  for (const [path, methods] of Object.entries(paths)) {
    for (const [method, said] of Object.entries(methods)) {
      const upper = method.toUpperCase();
      if (upper !== 'GET' && upper !== 'POST') continue;
      routes.push({ route: `${upper} ${path}`, method: upper, path, role: said['x-sluice-role'] ?? '' });
    }
  }
});
afterAll(async () => {
  vi.useRealTimers();
  await rig.app.close();
});

const urlOf = (path: string): string =>
  path
    .replace('{id}', 'shop.production.7')
    .replace('{lane}', 'shop.production')
    .replace(/\{\w+\}/, 'x1');
const guarded = () => routes.filter(({ role }) => role !== 'open' && role !== 'signed');
const isLaneNamed = (path: string): boolean => /^\/v1\/(releases\/\{id\}|lanes\/\{lane\})/.test(path);

test('every route says who may use it, and these as is written here', () => {
  expect(routes.filter(({ role }) => role === '')).toEqual([]);
  const said = Object.fromEntries(routes.map(({ route, role }) => [route, role]));
  expect(said).toMatchObject(NEEDS);
});

describe('whoever is not known gets in nowhere', () => {
  test.each([
    ['no credential', () => ({}), 'nobody says who asks'],
    ['a wrong token', () => ({ authorization: `Bearer sluice_${'x'.repeat(43)}` }), 'there is no such token'],
    ['no token at all', () => ({ authorization: 'Bearer x' }), 'neither an API token nor a JWT'],
    ['another scheme', () => ({ authorization: 'Basic YTpi' }), 'nobody says who asks'],
    [
      'an expired token',
      () => rig.as('old', [{ role: 'admin', lanes: ['*@*'] }], { expiresAt: 1000 }),
      '(old) expired at 1970-01-01T00:00:01.000Z',
    ],
    [
      'a revoked token',
      () => rig.as('gone', [{ role: 'admin', lanes: ['*@*'] }], { revokedAt: 1000 }),
      '(gone) was revoked at 1970-01-01T00:00:01.000Z',
    ],
  ])('%s', async (_what, show, why) => {
    const headers = show();
    for (const { method, path } of guarded()) {
      const answer = await rig.ask(method, urlOf(path), headers);
      expect([path, answer.status, answer.code]).toEqual([path, 401, 'unauthenticated']);
      expect(answer.detail).toContain(why);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer/);
    }
  });

  test('also not by a token in the URL', async () => {
    const { authorization = '' } = rig.as('url', [{ role: 'admin', lanes: ['*@*'] }]);
    const answer = await rig.ask('GET', `/v1/services?token=${authorization.slice(7)}`, {});
    expect(answer.status).toBe(401);
  });
});

describe('a role reaches as far as it says, and no further', () => {
  test.each(ROLES)('%s', async (has) => {
    const everywhere = rig.as(`${has}-all`, [{ role: has, lanes: ['*@*'] }]);
    const own = rig.as(`${has}-own`, [{ role: has, lanes: ['shop@production'] }]);
    const foreign = rig.as(`${has}-foreign`, [{ role: has, lanes: ['shop@staging', 'cart@*'] }]);
    for (const { method, path, role } of guarded()) {
      const needed = ROLES.find((each) => each === role) ?? 'admin';
      const enough = includesRole(has, needed);
      const may = async (headers: Record<string, string>): Promise<boolean> => {
        const { status, code } = await rig.ask(method, urlOf(path), headers);
        return status !== 401 && code !== 'forbidden';
      };
      expect([path, await may(everywhere)]).toEqual([path, enough]);
      if (!isLaneNamed(path)) continue;
      expect([path, await may(own)]).toEqual([path, enough]);
      expect([path, await may(foreign)]).toEqual([path, false]);
    }
  });

  test('where the lane stands in the body, it counts as well', async () => {
    const own = rig.as('submit', [{ role: 'operator', lanes: ['shop@production'] }]);
    const ask = async (environment: string) =>
      rig.ask('POST', '/v1/releases', own, { service: 'shop', environment, version: 'v2' });
    expect((await ask('production')).code).toBe('config_invalid');
    expect((await ask('staging')).code).toBe('forbidden');
  });

  test('a viewer approves nothing', async () => {
    const viewer = rig.as('onlooker', [{ role: 'viewer', lanes: ['*@*'] }]);
    const approver = rig.as('boss', [{ role: 'approver', lanes: ['*@*'] }]);
    const body = { step: 1, token: '1.1' };
    const ask = async (who: Record<string, string>) =>
      rig.ask('POST', '/v1/releases/shop.production.1/approve', who, body);
    expect((await ask(viewer)).code).toBe('forbidden');
    expect((await ask(approver)).code).not.toBe('forbidden');
  });

  test('what belongs to no lane takes the role in every lane', async () => {
    const some = rig.as('half', [{ role: 'admin', lanes: ['*@production', '*@staging'] }]);
    expect((await rig.ask('GET', '/v1/tokens', some)).code).toBe('forbidden');
    expect((await rig.ask('GET', '/metrics', some)).code).toBe('forbidden');
  });
});

describe('breaking the glass', () => {
  const body = { step: 1, token: '1.1' };
  const url = '/v1/releases/shop.production.1/promote';
  const yes = { 'sluice-break-glass': 'yes' };

  test('takes a grant, the wish, and a reason', async () => {
    const may = rig.as('oncall', [{ role: 'viewer', lanes: ['shop@production'], breakGlass: true }]);
    const not = rig.as('other', [{ role: 'viewer', lanes: ['shop@production'] }]);
    const codes = [
      await rig.ask('POST', url, { ...not, ...yes }, { ...body, reason: 'it burns' }),
      await rig.ask('POST', url, may, { ...body, reason: 'it burns' }),
      await rig.ask('POST', url, { ...may, ...yes }, { ...body, reason: ' ' }),
      await rig.ask(
        'POST',
        url.replace('production', 'staging'),
        { ...may, ...yes },
        { ...body, reason: 'it burns' },
      ),
      await rig.ask('POST', url, { ...may, ...yes }, { ...body, reason: 'it burns' }),
    ];
    expect(codes.map(({ code }) => code)).toEqual([
      'forbidden',
      'forbidden',
      'reason_required',
      'forbidden',
      'release_not_found',
    ]);
  });

  test('makes no tokens: it would stay broken', async () => {
    const may = rig.as('oncall-2', [{ role: 'operator', lanes: ['*@*'], breakGlass: true }]);
    const token = { name: 'mine', grants: [{ role: 'admin', lanes: ['*@*'] }], reason: 'it burns' };
    expect((await rig.ask('POST', '/v1/tokens', { ...may, ...yes }, token)).code).toBe('forbidden');
  });
});

test('while the registry cannot be read, an abort is taken, and nothing that raises traffic', async () => {
  const lost = await authApp();
  const who = lost.as('ann', [{ role: 'operator', lanes: ['*@*'] }]);
  lost.lose();
  const body = { step: 1, token: '1.1' };
  expect((await lost.ask('POST', '/v1/releases/shop.production.1/abort', who)).status).toBe(202);
  expect(lost.sent).toEqual(['release/shop.production.1 abort']);
  for (const act of ['promote', 'resume', 'retry']) {
    const answer = await lost.ask('POST', `/v1/releases/shop.production.1/${act}`, who, body);
    expect([act, answer.status, answer.code]).toEqual([act, 503, 'registry_unavailable']);
  }
  const release = { service: 'shop', environment: 'production', version: 'v2' };
  expect((await lost.ask('POST', '/v1/releases', who, release)).code).toBe('registry_unavailable');
  await lost.app.close();
});
