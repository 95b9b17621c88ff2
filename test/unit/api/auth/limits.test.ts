import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { authApp, type AuthApp } from './auth-app.ts';

const wrong = { authorization: `Bearer sluice_${'x'.repeat(43)}` };
let rig: AuthApp;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  rig = await authApp('auth: {}\nlimits: { requestsPerMinute: 3, failedLoginsPerMinute: 2 }\n');
});
afterEach(async () => {
  vi.useRealTimers();
  await rig.app.close();
});

const look = async (headers: Record<string, string>) => rig.ask('GET', '/v1/services', headers);

test('each principal may ask so often in a minute, whatever the others do', async () => {
  const ann = rig.as('ann', [{ role: 'viewer', lanes: ['*@*'] }]);
  const bob = rig.as('bob', [{ role: 'viewer', lanes: ['*@*'] }]);
  for (let times = 0; times < 3; times += 1) expect((await look(ann)).status).toBe(200);
  const refused = await look(ann);
  expect([refused.status, refused.code]).toEqual([429, 'rate_limited']);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50);
  expect((await look(bob)).status).toBe(200);
  expect((await rig.ask('GET', '/healthz', {})).status).toBe(200);
  vi.advanceTimersByTime(60_000);
  expect((await look(ann)).status).toBe(200);
});

test('whoever guesses is not looked at for a minute', async () => {
  const ann = rig.as('ann', [{ role: 'viewer', lanes: ['*@*'] }]);
  expect([(await look(wrong)).status, (await look(wrong)).status]).toEqual([401, 401]);
  const refused = await look(ann);
  expect([refused.status, refused.code]).toEqual([429, 'rate_limited']);
  vi.advanceTimersByTime(60_000);
  expect((await look(ann)).status).toBe(200);
});
