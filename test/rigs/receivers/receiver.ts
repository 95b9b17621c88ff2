import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

/** A request as it arrived. */
export interface Received {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

/** What a receiver does instead of what it is there for; `lost`: it takes what is right, and its answer never comes. */
export type Trouble =
  { status: number; headers?: Record<string, string>; body?: string } | 'silent' | 'cut' | 'lost';

/** The other end of a notifier: a server on this machine that looks at every request as strictly as the real one. */
export interface Receiver {
  url: string;
  /** Requests that were right, in their order. */
  taken: Received[];
  /** What was wrong with others. */
  refused: string[];
  /** The next requests meet this; undefined: it works again. */
  meets: (trouble: Trouble | undefined) => void;
  stop: () => Promise<void>;
}

/** Answers a right request with a status, a body and further headers; throws what is wrong with one that is not. */
export type Take = (request: Received) => {
  status?: number;
  body?: unknown;
  headers?: Record<string, string>;
};

/** Starts a receiver. */
export async function startReceiver(take: Take): Promise<Receiver> {
  let trouble: Trouble | undefined;
  const taken: Received[] = [];
  const refused: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      if (trouble === 'silent') return;
      if (trouble === 'cut') {
        request.socket.destroy();
        return;
      }
      if (trouble !== undefined && trouble !== 'lost') {
        response.writeHead(trouble.status, trouble.headers).end(trouble.body);
        return;
      }
      const { method = '', url = '', headers } = request;
      const received = { method, path: url, headers, body };
      try {
        const { status = 200, body: said, headers: more = {} } = take(received);
        taken.push(received);
        if (trouble === 'lost') return;
        response.writeHead(status, { 'content-type': 'application/json', ...more });
        response.end(said === undefined ? undefined : JSON.stringify(said));
      } catch (error) {
        const wrong = error instanceof Error ? error.message : String(error);
        refused.push(wrong);
        response.writeHead(400).end(wrong);
      }
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The receiver has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    taken,
    refused,
    meets(next) {
      trouble = next;
    },
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
