import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { authApp, type AuthApp } from './auth-app.ts';

let rig: AuthApp | undefined;
beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rig?.app.close();
});

const proxied = {
  'x-forwarded-for': '203.0.113.7',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'sluice.acme.example',
};

async function status(settings: string, headers: Record<string, string>): Promise<number> {
  rig = await authApp(settings);
  return (await rig.ask('GET', '/healthz', headers)).status;
}

describe('by its public name', () => {
  const named = 'auth: {}\npublicUrl: https://sluice.acme.example\n';

  test.each([
    ['sluice.acme.example', 200],
    ['sluice.acme.example:443', 200],
    ['sluice.acme.example:8443', 421],
    ['evil.example', 421],
    ['127.0.0.1:7600', 200],
  ])('Host %s: %s', async (host, expected) => {
    expect(await status(named, { host })).toBe(expected);
  });

  test('behind a prefix it is the host that counts', async () => {
    const behind = named.replace('.example', '.example/ops/sluice');
    expect(await status(behind, { host: 'sluice.acme.example' })).toBe(200);
    expect(await status(behind, { host: 'evil.example' })).toBe(421);
  });

  test('which without `auth` is only where links lead: nobody is let in by it, and told why', async () => {
    rig = await authApp('publicUrl: https://sluice.acme.example\n');
    const answer = await rig.ask('GET', '/healthz', { host: 'sluice.acme.example' });
    expect([answer.status, answer.detail]).toEqual([
      421,
      'Host sluice.acme.example is not this API; call it as http://127.0.0.1:7600, or add `auth` to its settings, without which it answers to no public name',
    ]);
    expect((await rig.ask('GET', '/healthz', {})).status).toBe(200);
  });

  test('its own pages may post, and no others', async () => {
    rig = await authApp(`${named}trustedProxies: [127.0.0.1]\n`);
    const who = rig.as('ann', [{ role: 'operator', lanes: ['*@*'] }]);
    const post = async (origin: string) =>
      rig?.ask('POST', '/v1/releases/shop.production.1/abort', { ...who, ...proxied, origin });
    expect((await post('https://sluice.acme.example'))?.status).toBe(202);
    expect((await post('http://sluice.acme.example'))?.code).toBe('cross_site');
    expect((await post('https://evil.example'))?.code).toBe('cross_site');
  });
});

describe('what a proxy says is believed only of a trusted one', () => {
  const named = 'auth: {}\npublicUrl: https://sluice.acme.example\n';

  test.each([
    ['none', '', 421],
    ['this one', 'trustedProxies: [127.0.0.0/8]\n', 200],
    ['another one', 'trustedProxies: [10.0.0.0/8]\n', 421],
  ])('%s', async (_which, trusted, expected) => {
    expect(await status(named + trusted, { ...proxied, host: '10.0.0.9:7600' })).toBe(expected);
  });

  test('failed logins count by the address that it tells, so one guesser locks nobody else out', async () => {
    rig = await authApp(`${named}trustedProxies: [127.0.0.1]\nlimits: { failedLoginsPerMinute: 1 }\n`);
    const who = rig.as('ann', [{ role: 'viewer', lanes: ['*@*'] }]);
    const wrong = { authorization: `Bearer sluice_${'x'.repeat(43)}` };
    expect((await rig.ask('GET', '/v1/services', { ...wrong, ...proxied })).status).toBe(401);
    expect((await rig.ask('GET', '/v1/services', { ...who, ...proxied })).status).toBe(429);
    const other = { ...proxied, 'x-forwarded-for': '203.0.113.8' };
    expect((await rig.ask('GET', '/v1/services', { ...who, ...other })).status).toBe(200);
  });
});
