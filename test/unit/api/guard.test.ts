import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { App } from '../../../api/routes/index.ts';
import { HOST, offlineApp } from './offline-app.ts';

let app: App;
beforeAll(async () => {
  app = await offlineApp();
});
afterAll(async () => app.close());

const json = { host: HOST, 'content-type': 'application/json' };

async function post(url: string, headers: Record<string, string>, payload: string) {
  const answer = await app.inject({ method: 'POST', url, headers, payload });
  return { status: answer.statusCode, type: answer.headers['content-type'], problem: answer.json() };
}

describe('Host', () => {
  test.each([
    'evil.example:7600',
    'evil.example',
    '127.0.0.1:7601',
    '127.0.0.1.evil.example:7600',
    '10.0.0.1:7600',
    '',
  ])('%s is refused', async (host) => {
    const answer = await app.inject({ url: '/healthz', headers: { host } });
    expect([answer.statusCode, answer.json().code]).toEqual([421, 'host_not_allowed']);
  });

  test.each(['127.0.0.1:7600', 'localhost:7600', 'LOCALHOST:7600', '[::1]:7600', '127.9.9.9:7600'])(
    '%s is answered',
    async (host) => {
      expect((await app.inject({ url: '/healthz', headers: { host } })).statusCode).toBe(200);
    },
  );
});

describe('a POST from a page of another site changes nothing', () => {
  test.each([
    { origin: 'https://evil.example' },
    { origin: 'http://127.0.0.1:3000' },
    { origin: 'null' },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
  ])('%o', async (headers) => {
    const { status, type, problem } = await post('/v1/releases', { ...json, ...headers }, '{}');
    expect([status, problem.code]).toEqual([403, 'cross_site']);
    expect(type).toContain('application/problem+json');
  });

  test('a page of its own may', async () => {
    const own = { origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' };
    expect((await post('/v1/releases', { ...json, ...own }, '{}')).problem.code).toBe('invalid_request');
  });
});

describe('what is not JSON of a fair size is refused', () => {
  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', 'application/jsonp'])(
    'declared as %s',
    async (type) => {
      const { status, problem } = await post('/v1/releases', { host: HOST, 'content-type': type }, '{}');
      expect([status, problem.code]).toEqual([415, 'unsupported_media_type']);
    },
  );

  test('an act without a body or a type', async () => {
    const url = '/v1/releases/shop.production.1/abort';
    const answer = await app.inject({ method: 'POST', url, headers: { host: HOST } });
    expect([answer.statusCode, answer.json().code]).toEqual([415, 'unsupported_media_type']);
  });

  test('10 MB', async () => {
    const { status, problem } = await post('/v1/releases', json, `{"reason":"${'x'.repeat(10_000_000)}"}`);
    expect([status, problem.code]).toEqual([413, 'body_too_large']);
  });

  test.each(['{', '', 'release it', '{"service": }'])('malformed: %s', async (text) => {
    const { status, problem } = await post('/v1/releases', json, text);
    expect([status, problem.code]).toEqual([400, 'malformed_json']);
  });
});

test('a request that does not arrive whole is ended, one that is no HTTP is refused', async () => {
  const listening = await offlineApp();
  try {
    const { port } = new URL(await listening.listen({ host: '127.0.0.1', port: 0 }));
    expect(await send(Number(port), 'nonsense\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 .*"code":"invalid_request"/s,
    );
    const half = `POST /v1/releases HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`;
    expect(await send(Number(port), half)).toMatch(/^HTTP\/1.1 408 .*"code":"request_timeout"/s);
  } finally {
    await listening.close();
  }
});

async function send(port: number, text: string): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}
