import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Grant } from '../../../config/grants.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { authApp, type AuthApp } from './auth/auth-app.ts';
import { failed } from './fake-schedules.ts';

const trouble = { since: 1, tries: 2, message: 'it said 500', next: 3 };
const delivery = (subject: string, more: object = {}) => {
  const lane = subject.split('.').slice(0, 2).join('.');
  const memo = { delivery: { notifier: 'webhook', lane, waiting: 0, trouble: null, gone: null, ...more } };
  return { id: `delivery/${subject}/1-webhook`, type: 'delivery', memo };
};
const SERVICE = `service: shop
environments:
  production:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    notify:
      - log
      - webhook: { url: "https://hooks.example.com/secret-path", secrets: ['\${env:WEBHOOK}'] }
      - teams: { url: "https://acme.webhook.office.com/secret-path" }
    steps: [deploy, cutover]
`;
const LOST = { code: 9, details: 'no worker' };

let folder: TemporaryFolder;
let rig: AuthApp;
const grants: Record<string, Grant[]> = {
  everywhere: [{ role: 'operator', lanes: ['*@*'] }],
  inShop: [{ role: 'operator', lanes: ['shop@production'] }],
  inCart: [{ role: 'operator', lanes: ['cart@*'] }],
  viewer: [{ role: 'viewer', lanes: ['shop@*'] }],
  approver: [{ role: 'approver', lanes: ['*@*'] }],
  admin: [{ role: 'admin', lanes: ['shop@*'] }],
  glass: [{ role: 'viewer', lanes: ['*@*'], breakGlass: true }],
};
const who = (name: string): Record<string, string> => rig.as(name, grants[name] ?? []);

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  folder = await temporaryFolder('notifiers');
  await writeFile(join(folder.path, 'shop.yaml'), SERVICE);
  rig = await authApp('auth: {}\n', {}, fastify().log, folder.path);
});
afterEach(async () => {
  vi.useRealTimers();
  await rig.app.close();
  await folder.remove();
});

describe('GET /v1/deliveries', () => {
  beforeEach(() => {
    rig.executions.kept = [
      delivery('shop.production.7', { trouble, waiting: 3 }),
      delivery('shop.staging', { gone: 'it said 410' }),
      delivery('cart.production.2'),
      { id: 'delivery/shop.production.8/2-teams', type: 'delivery' },
    ];
  });

  test('says what fails and why, what wants nothing more, and what works', async () => {
    const { status, body } = await rig.ask('GET', '/v1/deliveries', who('everywhere'));
    expect([status, body]).toEqual([
      200,
      {
        deliveries: [
          {
            id: 'delivery/shop.production.7/1-webhook',
            lane: 'shop.production',
            release: 'shop.production.7',
            notifier: '1-webhook',
            state: 'failing',
            waiting: 3,
            ...trouble,
          },
          {
            id: 'delivery/shop.staging/1-webhook',
            lane: 'shop.staging',
            notifier: '1-webhook',
            state: 'off',
            message: 'it said 410',
          },
          expect.objectContaining({ id: 'delivery/cart.production.2/1-webhook', state: 'working' }),
          expect.objectContaining({ id: 'delivery/shop.production.8/2-teams', state: 'working' }),
        ],
      },
    ]);
  });

  test('shows what is of lanes that one may see', async () => {
    const lanes = async (name: string): Promise<unknown> => {
      const { body } = await rig.ask('GET', '/v1/deliveries', who(name));
      return body;
    };
    expect(await lanes('inCart')).toMatchObject({ deliveries: [{ lane: 'cart.production' }] });
    expect(await lanes('inShop')).toMatchObject({
      deliveries: [{ lane: 'shop.production' }, { lane: 'shop.production' }],
    });
    expect(await lanes('viewer')).toMatchObject({ deliveries: { length: 3 } });
  });
});

describe('POST /v1/deliveries/retry', () => {
  const url = '/v1/deliveries/retry';
  const retry = async (name: string, body: object = {}) => rig.ask('POST', url, who(name), body);
  const own = 'delivery/shop.production.7/1-webhook';
  let asked: unknown[];

  beforeEach(() => {
    rig.executions.kept = [
      delivery('shop.production.7', { trouble }),
      delivery('cart.production.2', { trouble }),
      delivery('shop.production.8'),
    ];
    asked = [];
    rig.executions.run = (type, input) => {
      asked.push({ type, input });
      return [own];
    };
  });

  test('tries what fails in lanes that one operates, and nothing else', async () => {
    expect(await retry('inShop')).toMatchObject({ status: 200, body: { retried: [own] } });
    expect(asked).toEqual([{ type: 'retryDeliveries', input: { deliveries: [own] } }]);
    await retry('everywhere');
    expect(asked[1]).toMatchObject({ input: { deliveries: { length: 2 } } });
  });

  test.each(['viewer', 'approver'])('is refused to a %s', async (name) => {
    expect(await retry(name)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(asked).toEqual([]);
  });

  test('under a key that came before tries nothing, and answers as before', async () => {
    const key = { ...who('inShop'), 'idempotency-key': 'k' };
    const first = await rig.ask('POST', url, key);
    rig.executions.kept = [];
    expect(await rig.ask('POST', url, key)).toMatchObject({ status: 200, body: first.body });
    expect(asked).toHaveLength(1);
    await rig.ask('POST', url, { ...who('everywhere'), 'idempotency-key': 'k' });
    await retry('inShop');
    await retry('inShop');
    expect(asked).toHaveLength(4);
  });

  test('says where no worker has done it, which a repeat does, and where Temporal is gone', async () => {
    const key = { ...who('inShop'), 'idempotency-key': 'k' };
    rig.executions.late = true;
    expect(await rig.ask('POST', url, key)).toMatchObject({ status: 503, code: 'worker_unavailable' });
    rig.executions.late = false;
    expect(await rig.ask('POST', url, key)).toMatchObject({ status: 200, body: { retried: [own] } });
    rig.executions.run = () => {
      throw failed(14, 'no connection');
    };
    expect(await retry('inShop')).toMatchObject({ status: 503, code: 'temporal_unavailable' });
  });

  test('takes nothing but {}', async () => {
    expect(await retry('inShop', { id: 'x' })).toMatchObject({ status: 400, code: 'invalid_request' });
  });
});

describe('POST /v1/lanes/:lane/notify-test', () => {
  const url = '/v1/lanes/shop.production/notify-test';
  const tryIt = async (name: string, more: Record<string, string> = {}, body: object = {}) =>
    rig.ask('POST', url, { ...who(name), ...more }, body);
  let asked: unknown[];

  beforeEach(() => {
    asked = [];
    rig.executions.run = (type, input) => {
      asked.push({ type, input });
      return [{ sent: true }, { sent: false, message: 'it said 403' }];
    };
  });

  test.each(['inShop', 'everywhere', 'admin'])('is sent by %s, and says what each answered', async (name) => {
    expect(await tryIt(name)).toMatchObject({
      status: 200,
      body: {
        notifiers: [
          { notifier: 'webhook https://hooks.example.com', sent: true },
          { notifier: 'teams https://acme.webhook.office.com', sent: false, message: 'it said 403' },
        ],
      },
    });
    const input = {
      lane: 'shop.production',
      actor: name,
      notifiers: [{ kind: 'webhook' }, { kind: 'teams' }],
    };
    expect(asked).toMatchObject([{ type: 'tryNotifiers', input }]);
  });

  test.each(['viewer', 'approver', 'inCart'])('is refused to %s', async (name) => {
    expect(await tryIt(name)).toMatchObject({ status: 403, code: 'forbidden' });
    expect(asked).toEqual([]);
  });

  test('is nothing to break the glass for', async () => {
    const refused = await tryIt('glass', { 'sluice-break-glass': 'yes' });
    expect(refused).toMatchObject({ status: 403, code: 'forbidden' });
  });

  test('under a key that came before sends nothing, and answers as before', async () => {
    const key = { ...who('inShop'), 'idempotency-key': 'k' };
    const first = await rig.ask('POST', url, key);
    const again = await rig.ask('POST', url, key);
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(asked).toHaveLength(1);
    await rig.ask('POST', url, { ...key, 'idempotency-key': 'other' });
    expect(asked).toHaveLength(2);
  });

  test.each([
    ['/v1/lanes/cart.production/notify-test', 404, 'service_not_found'],
    ['/v1/lanes/shop.staging/notify-test', 404, 'environment_not_found'],
    ['/v1/lanes/shop/notify-test', 400, 'invalid_request'],
  ])('%s is refused', async (path, status, code) => {
    expect(await rig.ask('POST', path, who('everywhere'))).toMatchObject({ status, code });
  });

  test('is refused where the files have mistakes, and where the body says something', async () => {
    await writeFile(join(folder.path, 'shop.yaml'), 'service: Shop\n');
    expect(await tryIt('inShop')).toMatchObject({ status: 422, code: 'config_invalid' });
    expect(await tryIt('inShop', {}, { now: true })).toMatchObject({ status: 400, code: 'invalid_request' });
  });

  test('says where no worker has done it, and where Temporal is gone', async () => {
    rig.executions.late = true;
    expect(await tryIt('inShop')).toMatchObject({ status: 503, code: 'worker_unavailable' });
    rig.executions.run = () => {
      throw failed(LOST.code, LOST.details);
    };
    expect(await tryIt('inShop')).toMatchObject({ status: 503, code: 'worker_unavailable' });
    rig.executions.run = () => {
      throw failed(14, 'no connection');
    };
    expect(await tryIt('inShop')).toMatchObject({ status: 503, code: 'temporal_unavailable' });
  });

  test('a lane that tells nobody but the log has nothing to try', async () => {
    await writeFile(join(folder.path, 'shop.yaml'), SERVICE.replace(/ {6}- (?:webhook|teams).*\n/g, ''));
    expect(await tryIt('inShop')).toMatchObject({ status: 200, body: { notifiers: [] } });
    expect(asked).toEqual([]);
  });
});
