import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../../api/routes/index.ts';
import { HOST, offlineApp } from './offline-app.ts';

let app: App;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-api-'));
  await mkdir(join(folder, 'services'));
  app = await offlineApp(folder);
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

const headers = { host: HOST, 'content-type': 'application/json' };

async function ask(method: 'GET' | 'POST', url: string, body?: object, more: Record<string, string> = {}) {
  const payload = body === undefined ? {} : { payload: JSON.stringify(body) };
  const answer = await app.inject({ method, url, headers: { ...headers, ...more }, ...payload });
  return { status: answer.statusCode, headers: answer.headers, body: answer.json() };
}

const release = { service: 'shop', environment: 'production', version: 'v2' };

describe('a request that is not as documented names what is wrong', () => {
  test.each([
    ['POST', '/v1/releases', { ...release, service: 'Shop' }, 'service'],
    ['POST', '/v1/releases', { ...release, version: '$(reboot)' }, 'version'],
    ['POST', '/v1/releases', { ...release, version: '' }, 'version'],
    ['POST', '/v1/releases', { ...release, slot: 'blue' }, 'slot'],
    ['POST', '/v1/releases', [], 'body'],
    ['POST', '/v1/releases/shop.production.1/approve', { token: '1.1' }, 'step'],
    ['POST', '/v1/releases/shop.production.1/approve', { step: -1, token: '1.1' }, 'step'],
    [
      'POST',
      '/v1/releases/shop.production.1/extend',
      { step: 1, token: '1.1' },
      'expected a duration such as',
    ],
    [
      'POST',
      '/v1/releases/shop.production.1/extend',
      { step: 1, token: '1.1', by: '31d' },
      'by: "31d" is too long; expected a duration from 1s to 30d',
    ],
    ['POST', '/v1/releases/shop/approve', { step: 1, token: '1.1' }, 'id'],
    ['POST', '/v1/lanes/shop.production/adopt', { slot: 'red', version: 'v1' }, 'slot'],
    ['GET', '/v1/releases?limit=0', undefined, 'limit'],
    ['GET', '/v1/releases?phase=happy', undefined, 'phase'],
    ['GET', "/v1/releases?service=x'%20OR%201=1", undefined, 'service'],
    ['GET', '/v1/releases?colour=red', undefined, 'colour'],
    ['GET', '/v1/releases?cursor=abc', undefined, 'cursor'],
    ['GET', '/v1/lanes/shop', undefined, 'lane'],
  ] as const)('%s %s %o', async (method, url, body, named) => {
    const answer = await ask(method, url, body);
    expect([answer.status, answer.body.code]).toEqual([400, 'invalid_request']);
    expect(answer.body.detail).toContain(named);
  });

  test.each(['', 'two words', 'x'.repeat(101), 'a\tb'])('the actor %j', async (actor) => {
    const answer = await ask('POST', '/v1/releases', release, { 'sluice-actor': actor });
    expect(answer.body.detail).toContain('sluice-actor');
  });
});

test('leave without a reason is refused', async () => {
  const body = { step: 1, token: '1.1' };
  const answer = await ask('POST', '/v1/releases/shop.production.1/leave', body);
  expect([answer.status, answer.body.code]).toEqual([400, 'reason_required']);
});

test('an unknown service is refused, and the known ones are told', async () => {
  const answer = await ask('POST', '/v1/releases', release);
  expect([answer.status, answer.body.code]).toEqual([404, 'service_not_found']);
});

test('where files have mistakes, they are told', async () => {
  const file = join(folder, 'services', 'shop.yaml');
  await writeFile(file, 'service: shop\nenvironmets: {}\n');
  try {
    const answer = await ask('POST', '/v1/releases', release);
    expect([answer.status, answer.body.code]).toEqual([422, 'config_invalid']);
    expect(JSON.stringify(answer.body.problems)).toContain('did you mean');
    expect((await ask('GET', '/v1/services')).body.problems).toEqual(answer.body.problems);
  } finally {
    await rm(file);
  }
});

test('an unknown route is told', async () => {
  const answer = await ask('GET', '/v2/releases');
  expect([answer.status, answer.body.code]).toEqual([404, 'route_not_found']);
});

test.concurrent.each([
  'GET /v1/releases',
  'GET /v1/releases/shop.production.1',
  'GET /v1/lanes',
  'GET /readyz',
])('%s without Temporal says that it is not there', async (request) => {
  const answer = await ask('GET', request.slice(4));
  expect([answer.status, answer.body.code]).toEqual([503, 'temporal_unavailable']);
});

test('every answer carries a request id, the given one where it is a plain word', async () => {
  const given = await ask('GET', '/nothing', undefined, { 'x-request-id': 'build-7' });
  expect([given.headers['x-request-id'], given.body.requestId]).toEqual(['build-7', 'build-7']);
  const made = await ask('GET', '/nothing', undefined, { 'x-request-id': 'two words' });
  expect(made.body.requestId).toMatch(/^[0-9a-f-]{36}$/);
});
