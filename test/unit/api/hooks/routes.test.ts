import { createHmac } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../../../api/app.ts';
import { textAt } from '../../../../api/hooks/pointer.ts';
import type { App } from '../../../../api/routes/index.ts';
import { readDocument } from '../../../../config/document.ts';
import { readSettings, type Settings } from '../../../../config/settings.ts';
import { deploymentCreated, protectionRequested, SHA } from '../../../rigs/github/payloads.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { EXAMPLE } from '../../config/example.ts';
import { fakeClient } from '../fake-client.ts';
import { HOST } from '../offline-app.ts';
import { freezeBook } from '../../../rigs/freeze-book.ts';

const SECRET = 'hook-secret';
const STANDARD = `whsec_${Buffer.from('a'.repeat(32)).toString('base64')}`;
const SETTINGS = `
github:
  webhookSecret: \${file:secret}
  start:
    - deployment: { repository: acme/checkout, environment: production, release: checkout@production }
webhooks:
  registry:
    secret: \${file:standard}
    when: { /type: [pushed, moved] }
    service: /data/service
    environment: production
    version: /data/tag
    grants: [{ role: operator, lanes: ['checkout@*'] }]
  other:
    secret: \${file:secret}
    hmac: { header: X-Signature, encoding: base64 }
    service: payments
    environment: production
    version: /tag
    grants: [{ role: operator, lanes: ['checkout@*'] }]
`;

let folder: TemporaryFolder;
let app: App;
let submitted: unknown[] = [];

beforeAll(async () => {
  folder = await temporaryFolder('hooks');
  await writeFile(join(folder.path, 'secret'), `${SECRET}\n`);
  await writeFile(join(folder.path, 'standard'), `${STANDARD}\n`);
  await mkdir(join(folder.path, 'services'));
  await writeFile(join(folder.path, 'services', 'checkout.yaml'), EXAMPLE);
  app = await createApp({
    client: fakeClient({
      update: async (_update, [said]) => {
        submitted.push(said);
        return Promise.resolve({ state: 'running', id: 'checkout.production.4', existing: false });
      },
    }),
    settings: readTestSettings(folder.path),
    freezes: freezeBook(),
    log: fastify().log,
    metrics: new Registry(),
  });
});
beforeEach(() => {
  submitted = [];
});
afterAll(async () => {
  await app.close();
  await folder.remove();
});

describe('an event of GitHub', () => {
  const event = JSON.stringify(deploymentCreated(new Date()));

  test('starts a release once it is signed, as whoever caused it, with a key of its own', async () => {
    const answer = await github('deployment', event);
    expect([answer.status, answer.body]).toEqual([
      200,
      { taken: [{ what: `${SHA} to checkout@production: running`, id: 'checkout.production.4' }] },
    ]);
    await github('deployment', event);
    expect(submitted).toMatchObject([
      { version: SHA, revision: SHA, actor: 'octocat@github', source: 'github', key: expect.any(String) },
      { version: SHA },
    ]);
    const [first, second] = submitted.map((said) => textAt(said, '/key'));
    expect(first).toBe(second);
  });

  test.each([
    ['of another secret', { 'x-hub-signature-256': sign(event, 'another') }],
    ['of another body', { 'x-hub-signature-256': sign(`${event} `, SECRET) }],
    ['that is missing', {}],
  ])('a signature %s is refused, and nothing is read', async (_what, headers) => {
    const answer = await post('/v1/hooks/github', event, { 'x-github-event': 'deployment', ...headers });
    expect([answer.status, answer.body['code']]).toEqual([401, 'signature_invalid']);
    expect(submitted).toEqual([]);
  });

  test('is ignored with a reason where no rule means it', async () => {
    const other = JSON.stringify(deploymentCreated(new Date(), { environment: 'qa' }));
    expect((await github('deployment', other)).body).toEqual({
      taken: [],
      ignored: 'no rule means this deployment of acme/checkout',
    });
    expect((await github('ping', '{"zen":"Keep it logically awesome."}')).body).toMatchObject({ taken: [] });
    expect((await github('check_run', '{"action":"created"}')).body).toMatchObject({ taken: [] });
  });

  test.each([
    ['that is no JSON', 'deployment', '{', 400, 'malformed_json'],
    ['without what it should have', 'deployment', '{"action":"created"}', 422, 'event_unusable'],
    [
      'with a version that is none',
      'deployment',
      JSON.stringify(deploymentCreated(new Date(), { sha: '$(reboot)' })),
      422,
      'event_unusable',
    ],
    [
      'that asks for an answer elsewhere',
      'deployment_protection_rule',
      JSON.stringify(
        protectionRequested(
          new Date(),
          'https://api.github.com.evil.example/repos/acme/checkout/actions/runs/1/deployment_protection_rule',
        ),
      ),
      422,
      'event_unusable',
    ],
  ])('%s is refused', async (_what, name, body, status, code) => {
    const answer = await github(name, body);
    expect([answer.status, answer.body['code']]).toEqual([status, code]);
    expect(submitted).toEqual([]);
  });

  test('may be larger than what else is sent, and not without an end', async () => {
    const large = JSON.stringify({ ...deploymentCreated(new Date()), note: 'x'.repeat(200_000) });
    expect((await github('deployment', large)).status).toBe(200);
    const tooLarge = JSON.stringify({ note: 'x'.repeat(1024 * 1024) });
    const answer = await github('deployment', tooLarge);
    expect([answer.status, answer.body['detail']]).toEqual([413, expect.stringContaining('1048576 bytes')]);
  });
});

describe('a webhook by its name', () => {
  const body = JSON.stringify({ type: 'pushed', data: { service: 'checkout', tag: 'v2' } });

  test('signed as Standard Webhooks are, it starts what its body says', async () => {
    const answer = await standard(body);
    expect([answer.status, submitted]).toEqual([
      200,
      [expect.objectContaining({ version: 'v2', actor: 'registry@webhook', source: 'webhook' })],
    ]);
  });

  test.each([
    ['a time of ten minutes ago', body, { at: new Date(Date.now() - 600_000) }],
    ['another body', body.replace('v2', 'v3'), { signed: body }],
    ['another secret', body, { secret: `whsec_${Buffer.from('b'.repeat(32)).toString('base64')}` }],
  ])('%s is refused', async (_what, sent, how) => {
    const answer = await standard(sent, how);
    expect([answer.status, answer.body['code'], submitted]).toEqual([401, 'signature_invalid', []]);
  });

  test('is ignored where the body says something else', async () => {
    const answer = await standard(body.replace('pushed', 'deleted'));
    expect(answer.body).toEqual({ taken: [], ignored: '/type is not pushed or moved' });
  });

  test.each([
    ['a value that is not there', '{"type":"pushed","data":{"tag":"v2"}}', 422, 'event_unusable'],
    ['a lane of others', '{"type":"pushed","data":{"tag":"v2","service":"payments"}}', 403, 'forbidden'],
  ])('%s is refused', async (_what, sent, status, code) => {
    const answer = await standard(sent);
    expect([answer.status, answer.body['code'], submitted]).toEqual([status, code, []]);
  });

  test('may have a header and a form of its own, and reaches no further than its grants', async () => {
    const sent = '{"tag":"v2"}';
    const signature = createHmac('sha256', SECRET).update(sent).digest('base64');
    const answer = await post('/v1/hooks/other', sent, { 'x-signature': signature });
    expect([answer.status, answer.body['code']]).toEqual([403, 'forbidden']);
  });

  test.each(['nobody', 'constructor'])('%s is not there', async (name) => {
    const answer = await post(`/v1/hooks/${name}`, body, {});
    expect([404, 400]).toContain(answer.status);
    expect(submitted).toEqual([]);
  });
});

async function github(event: string, body: string) {
  const headers = { 'x-github-event': event, 'x-hub-signature-256': sign(body, SECRET) };
  return post('/v1/hooks/github', body, headers);
}

async function standard(body: string, how: { at?: Date; signed?: string; secret?: string } = {}) {
  const at = how.at ?? new Date();
  return post('/v1/hooks/registry', body, {
    'webhook-id': 'msg_1',
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': new Webhook(how.secret ?? STANDARD).sign('msg_1', at, how.signed ?? body),
  });
}

async function post(url: string, payload: string, headers: Record<string, string>) {
  const answer = await app.inject({
    method: 'POST',
    url,
    headers: { host: HOST, 'content-type': 'application/json', ...headers },
    payload,
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

function sign(body: string, secret: string): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
}

function readTestSettings(path: string): Settings {
  const document = readDocument(join(path, 'sluice.yaml'), new TextEncoder().encode(SETTINGS));
  if (!('value' in document)) throw new Error(JSON.stringify(document));
  const settings = readSettings(document.value);
  if (!('value' in settings)) throw new Error(JSON.stringify(settings));
  return settings.value;
}
