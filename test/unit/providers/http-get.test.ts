import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpGet } from '../../../providers/http-get.ts';

const signal = new AbortController().signal;
const next = 'Is it running?';
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/trickle') {
      const timer = setInterval(() => response.write('.'), 20);
      response.on('close', () => clearInterval(timer));
      return;
    }
    if (request.url === '/moved') response.writeHead(302, { location: '/' });
    if (request.url === '/large') return response.end(Buffer.alloc(17 * 1024 * 1024));
    response.end('{"a":1}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

test('answers with status and text, whatever they are', async () => {
  expect(await httpGet(url, { signal, next })).toMatchObject({ status: 200, body: '{"a":1}' });
  expect(await httpGet(`${url}/moved`, { signal, next })).toMatchObject({ status: 302 });
});

test.each(['/silent', '/trickle'])('gives up after its timeout on %s', async (path) => {
  await expect(httpGet(url + path, { signal, next, timeout: 200 })).rejects.toThrow(
    `GET ${url}${path} failed: no answer within 200 ms. Is it running?`,
  );
});

test('refuses more than 16 MiB', async () => {
  await expect(httpGet(`${url}/large`, { signal, next })).rejects.toThrow(
    /failed: the answer is larger than 16 MiB\. Is it running\?$/,
  );
});

test('names the reason when nothing listens', async () => {
  await expect(httpGet('http://127.0.0.1:1/', { signal, next })).rejects.toThrow(
    /ECONNREFUSED.* Is it running\?$/,
  );
});

test('throws the reason of the signal that ends it', async () => {
  const stop = new AbortController();
  const request = httpGet(`${url}/silent`, { signal: stop.signal, next });
  stop.abort(new Error('called off'));
  await expect(request).rejects.toThrow('called off');
});
