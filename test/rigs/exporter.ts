import { once } from 'node:events';
import { createServer } from 'node:http';

/** An HTTP server in this process that serves metrics. */
export interface Exporter {
  /** Host and port, as Prometheus' configuration names a target. */
  target: string;
  /** How often it has been scraped. */
  scrapes(): number;
  /** From now on it drops every connection, as a process that has died would, or answers again. */
  answer(answers: boolean): void;
  stop(): Promise<void>;
}

/** Serves what `page` returns at each scrape; its argument counts the scrapes from 1. */
export async function startExporter(page: (scrape: number) => string): Promise<Exporter> {
  let scrapes = 0;
  let answers = true;
  const server = createServer((request, response) => {
    if (!answers) return request.socket.destroy();
    scrapes += 1;
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(page(scrapes));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The exporter has no port.');
  return {
    target: `127.0.0.1:${address.port}`,
    scrapes: () => scrapes,
    answer: (next) => {
      answers = next;
    },
    stop: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}
