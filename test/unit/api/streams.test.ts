/** Listeners who do not listen: they cost little, and hold nobody up. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createOpenStreams } from '../../../api/stream/open-streams.ts';
import { frame, openStream, type EventStream } from '../../../api/stream/sse.ts';
import { until } from '../../rigs/until.ts';

let server: Server;
let reader: Socket;
let stream: EventStream;
let buffered: () => number;
let gone = false;

/** A stream whose reader asked for it, and then reads nothing. */
beforeEach(async () => {
  gone = false;
  server = createServer((_request, response) => {
    stream = openStream(response, { 'x-request-id': 'a' }, () => (gone = true));
    buffered = () => response.writableLength;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  reader = connect({ host: '127.0.0.1', port: address.port });
  reader.on('error', () => undefined);
  reader.pause();
  const asked = once(server, 'request');
  reader.write('GET / HTTP/1.1\r\nhost: a\r\n\r\n');
  await asked;
});

afterEach(() => {
  reader.destroy();
  server.closeAllConnections();
  server.close();
});

test('a reader that never reads is let go at 4 MiB', async () => {
  const event = { text: 'x'.repeat(64 * 1024) };
  let most = 0;
  let sent = 0;
  await until('the reader to be let go', async () => {
    for (let i = 0; i < 16 && !gone; i += 1) {
      stream.send(frame('event', event, (sent += 1)));
      most = Math.max(most, buffered());
    }
    return gone;
  });
  expect(most).toBeLessThan(5 * 1024 * 1024);
});

test('a reader that never reads does not keep a stream that has ended', async () => {
  await until('the system to take no more of it', async () => {
    // What is still here from the time before has not been taken.
    if (buffered() >= 1024 * 1024) return true;
    for (let i = 0; i < 20; i += 1) stream.send(frame('event', { text: 'x'.repeat(64 * 1024) }));
    return false;
  });
  stream.end();
  expect(gone).toBe(false);
  await until('the connection to be gone', () => gone);
  const closed = once(server, 'close');
  server.close();
  await closed;
});

test('of too many streams the last ones are refused, until others have ended', () => {
  const open = createOpenStreams(2);
  const ended: string[] = [];
  const forget = open.add(() => ended.push('a'));
  open.add(() => ended.push('b'));
  expect(() => open.refuseMore()).toThrow('2 streams are open; end one');
  forget();
  open.refuseMore();
  open.endAll();
  expect(ended).toEqual(['b']);
});
