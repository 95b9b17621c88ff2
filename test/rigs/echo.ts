import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';

/** A server that repeats in each answer what it was shown, as one that is broken, or means harm, does. */
export interface Echo {
  url: string;
  /** Values of the headers that came so far. */
  shown(): readonly string[];
  stop(): Promise<void>;
}

/** What is as long as a secret. */
const LONG_WORD = /[\w-]{30,}/g;

/** Starts it; `status` says how a request with this body is answered. */
export async function startEcho(status: (request: IncomingMessage, body: string) => number): Promise<Echo> {
  const shown: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      const { authorization = '', 'x-token': token = '' } = request.headers;
      shown.push(authorization, String(token));
      const words = `${request.url} ${body}`.match(LONG_WORD)?.slice(0, 3) ?? [];
      const said = `with ${words.join(' ')} you are ${authorization} and ${String(token)}`;
      response.writeHead(status(request, body), { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok: false, status: 'error', errorType: said, error: said }));
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    shown: () => shown,
    stop: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
