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
  const address = await built.app.listen({ host: '127.0.0.1', port: 0 });
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    get(
      new URL('/v1/lanes/events', address),
      { headers: { ...headers, accept: 'text/event-stream' } },
      resolve,
    ).once('error', reject);
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

test('all routes share one number of streams, and refuse what is beyond it', async () => {
  await built.app.close();
  built = await authApp('auth: {}\n', { mostStreams: 1 });
  const headers = built.as('ci', [{ role: 'viewer', lanes: ['*@*'] }]);
  const first = await openBoard(headers);
  expect(first.statusCode).toBe(200);
  const accept = 'text/event-stream';
  const asked = async (path: string): Promise<[number, string]> => {
    const { status, code } = await built.ask('GET', path, { ...headers, accept });
    return [status, code];
  };
  expect(await asked('/v1/releases/shop.test.1/events')).toEqual([503, 'too_many_streams']);
  expect(await asked('/v1/lanes/events')).toEqual([503, 'too_many_streams']);
  first.destroy();
  await until('the place to be free', async () => {
    const [status] = await asked('/v1/releases/shop.test.1/events');
    return status === 404;
  });
});
