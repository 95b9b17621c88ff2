/** A proxy that serves an API under a prefix, as one in front of several tools does. */
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { once } from 'node:events';

/** A running proxy. */
export interface PrefixProxy {
  /** Its origin, such as `http://127.0.0.1:3000`. */
  origin: string;
  close(): Promise<void>;
}

/** Listens on a free port; takes the prefix away, and says by whom and by what name it was asked. */
export async function startPrefixProxy(prefix: string, target: () => string): Promise<PrefixProxy> {
  const server = createServer((asked, answer) => forward(asked, answer, prefix, target()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port.');
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

function forward(asked: IncomingMessage, answer: ServerResponse, prefix: string, target: string): void {
  const path = asked.url ?? '';
  if (!path.startsWith(`${prefix}/`)) {
    answer.writeHead(404).end();
    return;
  }
  const headers = {
    ...asked.headers,
    'x-forwarded-for': '127.0.0.2',
    'x-forwarded-host': asked.headers.host,
    'x-forwarded-proto': 'http',
  };
  const url = new URL(path.slice(prefix.length), target);
  const passed = request(url, { method: asked.method, headers }, (got) => {
    answer.writeHead(got.statusCode ?? 502, got.headers);
    got.pipe(answer);
  });
  passed.on('error', () => answer.destroy());
  answer.on('close', () => passed.destroy());
  asked.pipe(passed);
}
