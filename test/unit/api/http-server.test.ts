import { once } from 'node:events';
import type { Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { makeServer } from '../../../api/http-server.ts';
import { until } from '../../rigs/until.ts';

const sockets: Socket[] = [];
let server: Server | undefined;

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  server?.closeAllConnections();
  server?.close();
});

async function open(port: number): Promise<Socket> {
  const socket = connect({ host: '127.0.0.1', port });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  return socket;
}

/** The first line of what is answered; undefined where the connection is closed without a word. */
async function ask(socket: Socket): Promise<string | undefined> {
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  socket.once('data', (data: Buffer) => resolve(String(data).split('\r\n')[0]));
  socket.once('close', () => resolve(undefined));
  socket.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  return promise;
}

test('beyond its number of connections a server closes them as they come, and takes one when another has ended', async () => {
  const listening = makeServer((_request, response) => response.end('ok'), undefined, 2);
  server = listening;
  await once(listening.listen(0, '127.0.0.1'), 'listening');
  const address = listening.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const [first, second] = [await open(port), await open(port)];
  expect([await ask(first), await ask(second)]).toEqual(['HTTP/1.1 200 OK', 'HTTP/1.1 200 OK']);
  expect(await ask(await open(port))).toBeUndefined();
  expect(await ask(first)).toBe('HTTP/1.1 200 OK');
  second.destroy();
  await until('a place to be free', async () => (await ask(await open(port))) === 'HTTP/1.1 200 OK');
});
