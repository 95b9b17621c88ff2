/** What a token has opened ends with it. */
import { get, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { until } from '../../../rigs/until.ts';
import { authApp, type AuthApp } from './auth-app.ts';

let built: AuthApp;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date', 'setInterval', 'clearInterval'] });
  built = await authApp();
});
afterEach(async () => {
  vi.useRealTimers();
  await built.app.close();
});

async function openBoard(headers: Record<string, string>): Promise<IncomingMessage> {
  const url = new URL('/v1/lanes/events', await built.app.listen({ host: '127.0.0.1', port: 0 }));
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { headers: { ...headers, accept: 'text/event-stream' } }, resolve).once('error', reject);
  });
  response.resume();
  return response;
}

test('a stream goes on while its token stands, and ends soon after it was revoked', async () => {
  const headers = built.as('ci', [{ role: 'viewer', lanes: ['*@*'] }]);
  const stream = await openBoard(headers);
  expect(stream.statusCode).toBe(200);
  let ended = false;
  stream.once('close', () => (ended = true));
  await vi.advanceTimersByTimeAsync(90_000);
  expect(ended).toBe(false);
  for (const token of built.tokens) token.revokedAt = Date.now();
  await vi.advanceTimersByTimeAsync(32_000);
  await until('the stream to end', () => ended);
});
