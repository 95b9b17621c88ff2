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

describe('a page of another site reads nothing', () => {
  const get = async (headers: Record<string, string>) =>
    app.inject({ url: '/v1/services', headers: { host: HOST, ...headers } });

  test.each([
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' },
    { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors', origin: 'http://127.0.0.1:3000' },
    { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
    { origin: 'null' },
  ])('%o', async (headers) => {
    const answer = await get(headers);
    expect([answer.statusCode, answer.json().code]).toEqual([403, 'cross_site']);
  });

  test('a link that a person follows, and the command line, are answered', async () => {
    const followed = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    expect((await get(followed)).statusCode).toBe(200);
    expect((await get({})).statusCode).toBe(200);
  });

  test('it is not told that it may', async () => {
    const preflight = {
      host: HOST,
      origin: 'https://evil.example',
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'content-type',
    };
    const answer = await app.inject({ method: 'OPTIONS', url: '/v1/releases', headers: preflight });
    expect(answer.statusCode).toBe(403);
    const names = Object.keys({ ...answer.headers, ...(await get({})).headers });
    expect(names.filter((name) => name.startsWith('access-control'))).toEqual([]);
  });
});

test('every answer says that it is no page, and is kept by nobody', async () => {
  for (const url of ['/healthz', '/v1/nothing', '/openapi.json']) {
    const { headers } = await app.inject({ url, headers: { host: HOST } });
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
    });
  }
});

test.each([{ 'x-http-method-override': 'POST' }, { 'x-method-override': 'POST' }])(
  'a GET stays one with %o',
  async (headers) => {
    const answer = await app.inject({ url: '/v1/releases/a.b.1/abort', headers: { ...json, ...headers } });
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'route_not_found']);
  },
);

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

  test.each(['{"__proto__": {"version": "v1"}}', '{"constructor": {"prototype": {"version": "v1"}}}'])(
    'what would change every object: %s',
    async (text) => {
      const { status, problem } = await post('/v1/releases', json, text);
      expect([status, problem.code]).toEqual([400, 'malformed_json']);
      expect(Object.hasOwn(Object.prototype, 'version')).toBe(false);
    },
  );

  test('a list of 20,000 lists, one within the other', async () => {
    const text = `{"reason":${'['.repeat(20_000)}${']'.repeat(20_000)}}`;
    expect((await post('/v1/releases', json, text)).status).toBe(400);
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

test('headers of more than 16 KiB are refused, and 3,000 of them too', async () => {
  const listening = await offlineApp();
  try {
    const port = Number(new URL(await listening.listen({ host: '127.0.0.1', port: 0 })).port);
    const head = `GET /healthz HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
    expect(await send(port, `${head}x-long: ${'x'.repeat(20_000)}\r\n\r\n`)).toMatch(/^HTTP\/1.1 4/);
    expect(await send(port, `${head}${'a: 1\r\n'.repeat(3000)}\r\n`)).toMatch(/^HTTP\/1.1 4/);
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
