import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import type { App } from '../../../api/routes/index.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { EXAMPLE } from '../config/example.ts';
import { fakeClient } from './fake-client.ts';
import { HOST } from './offline-app.ts';

let folder: TemporaryFolder;
let app: App;

beforeEach(async () => {
  folder = await temporaryFolder('lane-plan');
  await define('checkout', EXAMPLE);
  app = await createApp({
    client: fakeClient({}),
    settings: { ...defaultSettings(folder.path), definitions: folder.path },
    freezes: freezeBook(),
    log: fastify().log,
    metrics: new Registry(),
  });
});
afterEach(async () => {
  await app.close();
  await folder.remove();
});

async function define(name: string, text: string): Promise<void> {
  await writeFile(join(folder.path, `${name}.yaml`), text);
}

async function planOf(lane: string): Promise<{ status: number; body: unknown }> {
  const answer = await app.inject({ url: `/v1/lanes/${lane}/plan`, headers: { host: HOST } });
  return { status: answer.statusCode, body: answer.json() };
}

test('the plan of a lane is that of its service file now, also where nothing was ever released', async () => {
  expect(await planOf('checkout.production')).toMatchObject({
    status: 200,
    body: {
      plan: {
        schemaVersion: 1,
        service: 'checkout',
        environment: 'production',
        steps: expect.arrayContaining([{ kind: 'cutover', deadline: 600_000 }]),
      },
      file: join(folder.path, 'checkout.yaml'),
      unmet: [],
    },
  });
});

test('why a release by it would be refused is said beside it', async () => {
  await define('checkout', `${EXAMPLE}    notify: [slack: { channel: '#releases' }]\n`);
  expect(await planOf('checkout.production')).toMatchObject({
    status: 200,
    body: { unmet: [expect.stringMatching(/checkout\.yaml:\d+:\d+: the settings have no slack/)] },
  });
});

test('what is not there is told apart from what has mistakes, and each mistake is told with its place', async () => {
  expect(await planOf('checkout.staging')).toMatchObject({
    status: 404,
    body: { code: 'environment_not_found', detail: 'checkout has no environment staging; it has production' },
  });
  expect(await planOf('cart.production')).toMatchObject({ status: 404, body: { code: 'service_not_found' } });
  await define('cart', 'service: cart\nenvironments: { production: { plattform: {} } }\n');
  expect(await planOf('cart.production')).toMatchObject({
    status: 422,
    body: {
      code: 'config_invalid',
      problems: expect.arrayContaining([expect.stringMatching(/cart\.yaml:2:\d+: /)]),
    },
  });
});
