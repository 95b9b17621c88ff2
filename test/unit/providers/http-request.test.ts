import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { inspect } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { httpRequest } from '../../../providers/http-request.ts';

const signal = new AbortController().signal;
const next = 'Is it running?';
let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === '/silent') return;
    if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': '100' });
      response.write('half of ', () => request.socket.destroy());
      return;
    }
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { method, headers } = request;
      response.end(JSON.stringify({ method, type: headers['content-type'], key: headers['x-key'], body }));
    });
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

test('sends headers and body as they are', async () => {
  const headers = { 'content-type': 'application/json', 'x-key': 'k' };
  const { body } = await httpRequest({ method: 'POST', url, headers, body: ' "a" ' }, { signal, next });
  expect(JSON.parse(body)).toEqual({ method: 'POST', type: 'application/json', key: 'k', body: ' "a" ' });
});

test('says so when the answer ends in the middle', async () => {
  await expect(httpRequest({ method: 'GET', url: `${url}/cut` }, { signal, next })).rejects.toThrow(
    `GET ${url}/cut failed: the connection ended in the middle of the answer. Is it running?`,
  );
});

test("a time limit of the caller's is told as a time-out", async () => {
  const request = httpRequest(
    { method: 'GET', url: `${url}/silent` },
    { signal: AbortSignal.timeout(50), next },
  );
  await expect(request).rejects.toThrow(/\/silent failed: no answer within \d+ ms\. Is it running\?$/);
});

test.each(['/silent', '/cut', ':1/'])('the error of %s holds no header', async (path) => {
  const failing = path.startsWith(':') ? `http://127.0.0.1${path}` : url + path;
  const headers = { authorization: 'Bearer very-secret' };
  const error: unknown = await httpRequest(
    { method: 'GET', url: failing, headers },
    { signal, next, timeout: 100 },
  ).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(Error);
  expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain('very-secret');
});
