import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { connect } from '../../../cli/connection.ts';
import { createRoot } from '../../../cli/root.ts';
import { baking } from './views.ts';

const ID = 'checkout.production.7';
const finished = baking({ id: ID, phase: 'finished', outcome: 'completed', events: 0 });

let proxy: Server;
let origin: string;
const asked: string[] = [];
beforeAll(async () => {
  proxy = createServer(({ url = '' }, response) => {
    asked.push(url);
    if (!url.endsWith('/events')) return response.end(JSON.stringify(finished));
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    return response.end(`event: status\ndata: ${JSON.stringify(finished)}\n\n`);
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(proxy.address());
  origin = `http://127.0.0.1:${port}`;
});
afterAll(() => proxy.close());
afterEach(() => vi.unstubAllEnvs());

/** Where a command asks that reads a release, and then follows it. */
async function askedWith(...options: string[]): Promise<string[]> {
  asked.length = 0;
  const root = createRoot();
  const command = root.command('ask').action(async () => {
    const client = connect(command);
    await client.release(ID);
    for await (const each of client.follow(ID, new AbortController().signal)) void each;
  });
  await root.parseAsync(['ask', ...options], { from: 'user' });
  return asked;
}

test.each(['', '/', '/sluice', '/sluice/', '/ops/sluice//'])('an API at %j is asked there', async (path) => {
  const prefix = path.replace(/\/+$/, '');
  const expected = [`${prefix}/v1/releases/${ID}`, `${prefix}/v1/releases/${ID}/events`];
  expect(await askedWith('--server', origin + path)).toEqual(expected);
  vi.stubEnv('SLUICE_SERVER', origin + path);
  expect(await askedWith()).toEqual(expected);
});

test.each([
  ['127.0.0.1:7600', '127.0.0.1:7600 is no URL; name the API like http://127.0.0.1:7600'],
  ['ftp://127.0.0.1', 'ftp://127.0.0.1 is no URL; name the API like http://127.0.0.1:7600'],
  ['http://127.0.0.1/ui/?lane=a#b', 'the URL of the API ends before ?lane=a#b; leave that out'],
])('%s is refused', async (server, message) => {
  await expect(askedWith('--server', server)).rejects.toThrow(message);
  expect(asked).toEqual([]);
});
