import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Split } from '../../providers/routers/router.ts';

/** A page of counters for many lanes, served over HTTP as a router of theirs would. */
export interface LoadPage {
  url: string;
  /** From now on the lane counts by this split. */
  move(lane: string, split: Split): void;
  /** How often it was read. */
  reads(): number;
  stop(): Promise<void>;
}

/** Requests a second of each lane, and every which of them is bad. */
const RATE = 200;
const BAD_EACH = 100;

/** Serves the page: every lane counts good traffic from now on, all of it in blue until it is moved. */
export async function startLoadPage(lanes: readonly string[]): Promise<LoadPage> {
  const began = Date.now();
  let reads = 0;
  const counts = new Map(lanes.map((lane) => [lane, counter(began)]));
  const page = (): string => {
    const series = [...counts].flatMap(([lane, counted]) =>
      Object.entries(counted.count()).flatMap(([slot, all]) => {
        const bad = Math.floor(all / BAD_EACH);
        return [
          `requests_total{lane="${lane}",slot="${slot}",code="200"} ${Math.round(all) - bad}`,
          `requests_total{lane="${lane}",slot="${slot}",code="500"} ${bad}`,
        ];
      }),
    );
    return [`process_start_time_seconds ${began / 1000}`, ...series, ''].join('\n');
  };
  const server = createServer((_request, response) => {
    reads += 1;
    response.setHeader('content-type', 'text/plain; version=0.0.4').end(page());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The page has no port.');
  return {
    url: `http://127.0.0.1:${address.port}/metrics`,
    move: (lane, split) => counts.get(lane)?.move(split),
    reads: () => reads,
    stop: async () => {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
    },
  };
}

function counter(began: number): { count(): Split; move(split: Split): void } {
  const counted: Split = { blue: 0, green: 0 };
  let split: Split = { blue: 10_000, green: 0 };
  let since = began;
  const count = (): Split => {
    const now = Date.now();
    const requests = ((now - since) / 1000) * RATE;
    since = now;
    counted.blue += (requests * split.blue) / 10_000;
    counted.green += (requests * split.green) / 10_000;
    return counted;
  };
  return {
    count,
    move: (next) => {
      count();
      split = next;
    },
  };
}
