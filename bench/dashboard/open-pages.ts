import http from 'node:http';
import { until } from '../../test/rigs/until.ts';

/** What pages that are open hold at an API: one stream each. */
export interface OpenPages {
  /** Streams that ended, or were refused. */
  lost(): number;
  /** Bytes that came in so far, over all of them. */
  heard(): number;
  close(): void;
}

/** Opens a stream for each of so many pages, one after the other over the paths, and waits until all of them speak. */
export async function openPages(api: string, paths: readonly string[], count: number): Promise<OpenPages> {
  const agent = new http.Agent({ maxSockets: Number.POSITIVE_INFINITY });
  let spoke = 0;
  let heard = 0;
  let lost = 0;
  let closing = false;
  const requests = Array.from({ length: count }, (_, nth) => {
    const headers = { accept: 'text/event-stream' };
    const request = http.get(`${api}${paths[nth % paths.length]}`, { agent, headers }, (response) => {
      let first = response.statusCode === 200;
      if (!first) lose();
      response.on('data', (chunk: Buffer) => {
        if (first) spoke += 1;
        first = false;
        heard += chunk.length;
      });
      response.on('close', lose);
      response.on('error', () => undefined);
    });
    request.on('error', lose);
    return request;
  });
  const close = (): void => {
    closing = true;
    for (const request of requests) request.destroy();
    agent.destroy();
  };
  try {
    await until('every page to be told something', () => spoke >= count || lost > 0, 60_000);
  } catch (error) {
    close();
    throw error;
  }
  return { lost: () => lost, heard: () => heard, close };

  function lose(): void {
    if (!closing) lost += 1;
  }
}
