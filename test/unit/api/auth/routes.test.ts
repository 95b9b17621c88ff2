import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { includesRole, ROLES, type Role } from '../../../../config/grants.ts';
import { madeSchedule } from '../../../workflow/scripted-schedules.ts';
import { authApp, type AuthApp } from './auth-app.ts';
import { waitingDeployment } from '../waiting-deployment.ts';

/** What is to hold, whatever the files of the routes say. */
const NEEDS: Record<Role | 'open' | 'signed', string[]> = {
  open: ['GET /healthz', 'GET /readyz'],
  signed: ['POST /v1/hooks/github', 'POST /v1/hooks/{name}'],
  viewer: [
    'GET /v1/releases',
    'GET /v1/releases/{id}',
    'GET /v1/releases/{id}/plan',
    'GET /v1/releases/{id}/report',
    'GET /v1/releases/{id}/evidence',
    'GET /v1/releases/{id}/events',
    // Which role approves is for the step to say: the act checks it.
    'POST /v1/releases/{id}/approve',
    'GET /v1/lanes',
    'GET /v1/lanes/events',
    'GET /v1/lanes/{lane}',
    'GET /v1/lanes/{lane}/plan',
    'GET /v1/lanes/{lane}/traffic',
    'GET /v1/services',
    'GET /v1/deliveries',
    'GET /v1/protections',
    'GET /v1/protections/{deployment}',
    'GET /v1/freezes',
    'GET /v1/schedules',
    'GET /v1/audit',
    'GET /v1/audit/chains/{lane}',
    'GET /v1/dora',
    'GET /v1/whoami',
    'GET /v1/call-ins/argo/releases/{id}',
    'GET /v1/call-ins/argo/lanes/{lane}',
    'GET /v1/call-ins/argo/gates/{namespace}/{name}',
    'POST /v1/call-ins/flagger/{hook}',
    'POST /v1/call-ins/flagger/rollback',
    'POST /v1/call-ins/flagger/post-rollout',
    'POST /v1/call-ins/flagger/event',
    'POST /v1/call-ins/gate/check',
    'POST /v1/call-ins/gate/approve',
    'POST /v1/call-ins/gate/halt',
    'POST /v1/call-ins/rollback/check',
  ],
  operator: [
    'POST /v1/releases',
    'POST /v1/releases/{id}/promote',
    'POST /v1/releases/{id}/pause',
    'POST /v1/releases/{id}/resume',
    'POST /v1/releases/{id}/extend',
    'POST /v1/releases/{id}/retry',
    'POST /v1/releases/{id}/abort',
    'POST /v1/lanes/{lane}/rollback',
    'POST /v1/lanes/{lane}/notify-test',
    'POST /v1/deliveries/retry',
    'POST /v1/freezes',
    'POST /v1/freezes/{id}/end',
    'POST /v1/stop',
    'POST /v1/schedules',
    'POST /v1/schedules/{lane}/{name}/pause',
    'POST /v1/schedules/{lane}/{name}/resume',
    'POST /v1/schedules/{lane}/{name}/trigger',
    'POST /v1/schedules/{lane}/{name}/delete',
    'POST /v1/call-ins/gate/open',
    'POST /v1/call-ins/gate/close',
    'POST /v1/call-ins/rollback/open',
    'POST /v1/call-ins/rollback/close',
  ],
  approver: ['POST /v1/protections/{deployment}/approve', 'POST /v1/protections/{deployment}/reject'],
  admin: [
    'POST /v1/releases/{id}/leave',
    'POST /v1/releases/{id}/override-freeze',
    'POST /v1/lanes/{lane}/adopt',
    'POST /v1/stop/end',
    'GET /v1/tokens',
    'POST /v1/tokens',
    'POST /v1/tokens/{token}/revoke',
  ],
};

interface OpenApi {
  paths: Record<string, Record<string, { 'x-sluice-role'?: Role | 'open' | 'signed' }>>;
}

const DEPLOYMENT = { ...waitingDeployment, repository: 'acme/shop' };

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
const isLaneNamed = (path: string): boolean => /\/(releases\/\{id\}|[\w-]+\/\{lane\})/.test(path);

test('every route says who may use it, as is written here', () => {
  const said = routes.map(({ route, role }) => `${route}: ${role}`);
  const wanted = Object.entries(NEEDS).flatMap(([role, those]) => those.map((route) => `${route}: ${role}`));
  expect(said.toSorted()).toEqual(wanted.toSorted());
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

  const freeze = { reason: 'year end', for: '1h' };
  const schedule = { name: 'nightly', schedule: { cron: '30 2 * * *' } };
  test.each([
    [
      '/v1/freezes',
      { ...freeze, lanes: ['shop@production'] },
      { ...freeze, lanes: ['shop@production', 'shop@*'] },
    ],
    ['/v1/schedules', { ...schedule, lane: 'shop.production' }, { ...schedule, lane: 'shop.staging' }],
    [
      '/v1/call-ins/gate/open',
      { name: 'shop', namespace: 'production' },
      { name: 'shop', namespace: 'staging' },
    ],
    [
      '/v1/call-ins/rollback/close',
      { name: 'shop', namespace: 'production' },
      { name: 'cart', namespace: 'production' },
    ],
    [
      '/v1/call-ins/flagger/confirm-rollout',
      { name: 'a', namespace: 'b', metadata: { lane: 'shop@production' } },
      { name: 'a', namespace: 'b', metadata: { lane: 'shop@staging' } },
    ],
    [
      '/v1/call-ins/flagger/rollback',
      { name: 'a', namespace: 'b', metadata: { release: 'shop.production.1' } },
      { name: 'a', namespace: 'b', metadata: { release: 'shop.staging.1' } },
    ],
  ])('so it does for POST %s', async (url, within, beyond) => {
    const own = rig.as(`body ${url}`, [{ role: 'operator', lanes: ['shop@production'] }]);
    expect((await rig.ask('POST', url, own, within)).code).not.toBe('forbidden');
    expect((await rig.ask('POST', url, own, beyond)).code).toBe('forbidden');
  });

  test('what stops everything takes the role in every lane', async () => {
    const some = rig.as('some', [{ role: 'admin', lanes: ['shop@*'] }]);
    expect((await rig.ask('POST', '/v1/stop', some, {})).code).toBe('forbidden');
    expect((await rig.ask('POST', '/v1/stop/end', some, { reason: 'it is over' })).code).toBe('forbidden');
  });

  test('a deployment and a schedule of another lane are not shown', async () => {
    const protection = (id: string, lane: string) => ({
      id: `protection/${id}`,
      type: 'protection',
      memo: { protection: { ...DEPLOYMENT, id, lane } },
    });
    rig.executions.kept = [
      protection('1', 'shop.production'),
      protection('2', 'cart.staging'),
      protection('3', ''),
    ];
    rig.schedules.kept = [madeSchedule('nightly'), { ...madeSchedule('nightly'), lane: 'cart.staging' }];
    const own = rig.as('watcher', [{ role: 'viewer', lanes: ['shop@*'] }]);
    const all = rig.as('everywhere', [{ role: 'viewer', lanes: ['*@*'] }]);
    const { body } = await rig.ask('GET', '/v1/protections', own);
    expect(body).toMatchObject({ deployments: [{ id: '1' }] });
    expect((await rig.ask('GET', '/v1/protections/1', own)).status).toBe(200);
    for (const id of [2, 3]) {
      expect((await rig.ask('GET', `/v1/protections/${id}`, own)).code).toBe('forbidden');
      expect((await rig.ask('GET', `/v1/protections/${id}`, all)).status).toBe(200);
    }
    const { body: list } = await rig.ask('GET', '/v1/schedules', own);
    expect(list).toMatchObject({ schedules: [{ lane: 'shop.production' }] });
    expect((await rig.ask('GET', '/v1/schedules', all)).body).toMatchObject({ schedules: { length: 2 } });
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
