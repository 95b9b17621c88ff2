import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Registry } from 'prom-client';
import { StartError } from './start-error.ts';

/** Where a worker without an API shows its metrics. */
export interface MetricsServer {
  /** Ends at once, whoever still reads. */
  close(): Promise<void>;
}

/** Serves `/metrics`, and `/healthz` which says that the process lives. Throws a StartError when it cannot listen. */
export async function serveMetrics(
  { host, port }: { host: string; port: number },
  registry: Registry,
): Promise<MetricsServer> {
  const server = createServer((request, response) => {
    if (request.url === '/healthz') {
      response.setHeader('content-type', 'application/json').end('{"status":"ok"}');
    } else if (request.url === '/metrics') {
      registry.metrics().then(
        (text) => response.setHeader('content-type', registry.contentType).end(text),
        () => response.writeHead(500).end(),
      );
    } else {
      response.writeHead(404).end('there are /metrics and /healthz\n');
    }
  });
  server.listen(port, host);
  await once(server, 'listening').catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    const next = 'give this daemon another address (`metrics: { listen: … }` in the settings)';
    throw new StartError(
      `The metrics cannot be served on ${host}:${port}: ${reason}. End what uses it, or ${next}.`,
      {
        cause: error,
      },
    );
  });
  return {
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
