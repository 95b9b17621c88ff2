import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import type { ApiContext } from '../../../api/context.ts';
import type { App } from '../../../api/routes/index.ts';
import { tellUnmet } from '../../../api/tell-unmet.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { EXAMPLE } from '../config/example.ts';
import { fakeClient } from './fake-client.ts';
import { HOST } from './offline-app.ts';

let folder: TemporaryFolder;
let context: ApiContext;
let app: App;
let asked: string[];
let logged: string;

beforeEach(async () => {
  folder = await temporaryFolder('unmet');
  asked = [];
  logged = '';
  await writeFile(
    join(folder.path, 'checkout.yaml'),
    `${EXAMPLE}    notify: [slack: { channel: '#releases' }]\n`,
  );
  const update = async (name: string): Promise<unknown> => {
    asked.push(name);
    return { state: 'running', id: 'checkout.production.1', existing: false };
  };
  context = {
    client: fakeClient({ update }),
    settings: { ...defaultSettings(folder.path), definitions: folder.path },
    freezes: freezeBook(),
    log: fastify({ logger: { stream: { write: (line: string) => (logged += line) } } }).log,
    metrics: new Registry(),
  };
  app = await createApp(context);
});
afterEach(async () => {
  await app.close();
  await folder.remove();
});

async function post(url: string, payload: object): Promise<{ status: number; body: unknown }> {
  const headers = { host: HOST, 'content-type': 'application/json' };
  const answer = await app.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, body: answer.json() };
}

const release = { service: 'checkout', environment: 'production', version: 'v2' };
const wrong = expect.stringMatching(
  /checkout\.yaml:\d+:\d+: the settings have no slack.* at environments\.production\.notify\[0\]\.slack; expected slack with a botToken/,
);

test('a release whose notifier could tell nobody is refused to who submits it, in its place', async () => {
  expect(await post('/v1/releases', release)).toMatchObject({
    status: 422,
    body: { code: 'config_invalid', detail: wrong, problems: [wrong] },
  });
  const schedule = { lane: 'checkout.production', name: 'nightly', schedule: { cron: '30 2 * * *' } };
  expect(await post('/v1/schedules', schedule)).toMatchObject({ body: { code: 'config_invalid' } });
  expect(asked).toEqual([]);
  await writeFile(join(folder.path, 'checkout.yaml'), EXAMPLE);
  expect(await post('/v1/releases', release)).toMatchObject({ status: 202 });
});

test('nothing urgent waits for that', async () => {
  const reason = 'it is slow';
  expect(await post('/v1/releases', { ...release, kind: 'hotfix', reason })).toMatchObject({ status: 202 });
  expect(await post('/v1/lanes/checkout.production/rollback', { reason })).toMatchObject({ status: 202 });
  expect(asked).toEqual(['submit', 'rollback']);
});

test('the list of services, also a part of it, and the log of the start say it, too', async () => {
  const list = await app.inject({ url: '/v1/services', headers: { host: HOST } });
  expect(list.json()).toMatchObject({ services: [{ service: 'checkout' }], problems: [wrong] });
  const names = async (query: string): Promise<unknown> =>
    (await app.inject({ url: `/v1/services?${query}`, headers: { host: HOST } })).json();
  const checkout = { service: 'checkout', environments: ['production'] };
  expect(await names('service=checkout&environment=production')).toMatchObject({ services: [checkout] });
  expect(await names('service=cart')).toMatchObject({ services: [], problems: [wrong] });
  expect(await names('environment=staging')).toMatchObject({ services: [] });
  expect(await names('lane=checkout.production')).toMatchObject({ code: 'invalid_request' });
  await tellUnmet(context);
  expect(logged).toContain('a release would be refused: ');
  expect(logged).toContain('the settings have no slack');
});
