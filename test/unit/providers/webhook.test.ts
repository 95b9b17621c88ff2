import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import type { WebhookHook } from '../../../config/hooks/hook.ts';
import { DefiniteFailure } from '../../../providers/definite-failure.ts';
import type { HookCall } from '../../../providers/hooks/hook.ts';
import { createHook } from '../../../providers/hooks/index.ts';

const signal = new AbortController().signal;
const call: HookCall = {
  release: 'shop.production.7',
  service: 'shop',
  environment: 'production',
  version: 'v2',
  revision: 'abc123',
  slot: 'green',
  step: 3,
  act: 'do',
  attempt: 1,
};

let server: Server;
let url: string;
let seen: {
  method?: string | undefined;
  path?: string | undefined;
  headers: IncomingHttpHeaders;
  body: string;
}[];
let answer: { status: number; body: string } | 'nothing';

beforeEach(async () => {
  seen = [];
  answer = { status: 204, body: '' };
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push({ method: request.method, path: request.url, headers: request.headers, body });
      if (answer === 'nothing') return;
      response.writeHead(answer.status, { location: '/elsewhere' }).end(answer.body);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
});
afterEach(async () => {
  const closed = once(server.close(), 'close');
  server.closeAllConnections();
  await closed;
});

function send(change: Partial<WebhookHook> = {}, changed: Partial<HookCall> = {}): Promise<string> {
  const config: WebhookHook = {
    kind: 'webhook',
    url: `${url}/a`,
    method: 'POST',
    headers: {},
    timeout: 5000,
    ...change,
  };
  const environment = { TOKEN: 'tok-12345', PLACE: url };
  const context = { dataFolder: '/nowhere', environment, log: pino({ level: 'silent' }) };
  return createHook(config, 'shop.production', context).call({ ...call, ...changed }, signal);
}

test('sends what the release is about, under a key that a repeat has again and an undo has not', async () => {
  expect(await send()).toBe('answered 204');
  await send({}, { attempt: 2 });
  await send({}, { act: 'undo' });
  expect(JSON.parse(seen[0]?.body ?? '')).toEqual(call);
  expect(seen[0]).toMatchObject({
    method: 'POST',
    path: '/a',
    headers: { 'content-type': 'application/json' },
  });
  expect(seen.map(({ headers }) => headers['idempotency-key'])).toEqual([
    'shop.production.7.3.do',
    'shop.production.7.3.do',
    'shop.production.7.3.undo',
  ]);
});

test('sends what is written instead, with secrets in their places, and tells none of them', async () => {
  answer = { status: 200, body: 'hello tok-12345' };
  const said = await send({
    url: '${env:PLACE}/hooks/${env:TOKEN}',
    method: 'PUT',
    headers: { Authorization: 'Bearer ${env:TOKEN}', 'Content-Type': 'text/plain' },
    body: '{{version}} in {{slot}} by ${env:TOKEN}',
  });
  expect(said).toBe('answered 200: hello ***');
  expect(seen).toMatchObject([
    {
      method: 'PUT',
      path: '/hooks/tok-12345',
      headers: { authorization: 'Bearer tok-12345', 'content-type': 'text/plain' },
      body: 'v2 in green by tok-12345',
    },
  ]);
});

describe('an answer that is no success', () => {
  test.each([400, 401, 404, 409, 422, 302])('%i is final', async (status) => {
    answer = { status, body: 'no' };
    const failure = await send().catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DefiniteFailure);
    expect(String(failure)).toContain(`the webhook answered ${status}: no`);
    expect(seen).toHaveLength(1);
  });

  test.each([408, 425, 429, 500, 503])('%i may pass by itself', async (status) => {
    answer = { status, body: '' };
    const failure = await send().catch((error: unknown) => error);
    expect(failure).not.toBeInstanceOf(DefiniteFailure);
    expect(String(failure)).toContain(`the webhook answered ${status}`);
  });

  test('no answer may be one later', async () => {
    answer = 'nothing';
    await expect(send({ timeout: 200 })).rejects.toThrow('the webhook failed: no answer within 0.2 s');
    await expect(send({ url: 'http://127.0.0.1:1/' })).rejects.toThrow(/the webhook failed: .*ECONNREFUSED/);
  });

  test('a secret without a value is told by its name', async () => {
    await expect(send({ headers: { A: '${env:NOT_SET}' } })).rejects.toThrow('${env:NOT_SET} has no value');
    expect(seen).toEqual([]);
  });
});
