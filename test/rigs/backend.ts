import { once } from 'node:events';
import { createServer } from 'node:http';

/** An HTTP server in this process that stands for one instance and counts what reaches it. */
export interface Backend {
  url: string;
  requests(): number;
  stop(): Promise<void>;
}

/** Starts a backend that answers 200 with the header `x-backend: NAME`. */
export async function startBackend(name: string): Promise<Backend> {
  let requests = 0;
  const server = createServer((request, response) => {
    // Health checks of whoever forwards to it are nobody's requests.
    if (request.url !== '/health') requests += 1;
    response.setHeader('x-backend', name).end(name);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The backend has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests: () => requests,
    stop: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
