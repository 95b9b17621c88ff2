import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { afterEach, describe, expect, test } from 'vitest';
import { startLoad, type Load } from '../../../examples/demo/load/start-load.ts';
import { until } from '../../rigs/until.ts';

const own = { 'x-sample-version': 'v1', 'x-sample-slot': 'blue' };
let load: Load | undefined;
let close: (() => void) | undefined;

afterEach(async () => {
  await load?.stop();
  close?.();
});

/** Loads a server that gives the answers in turn, from the beginning again after the last. */
async function loadOn(answers: ((response: ServerResponse) => void)[], rate = 100): Promise<Load> {
  let requests = 0;
  const server = createServer((_request, response) => answers[requests++ % answers.length]?.(response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  close = () => {
    server.close().closeAllConnections();
  };
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return startLoad({ url: `http://127.0.0.1:${address.port}/`, rate, slowerThan: 200 });
}

describe('the load generator', () => {
  test('tells bad answers, answers that are not the service’s own, and broken connections apart', async () => {
    load = await loadOn([
      (response) => response.writeHead(200, own).end('well'),
      (response) => response.writeHead(500, own).end('bad, and no drop'),
      (response) => response.writeHead(503).end('the proxy itself says this'),
      (response) => response.socket?.destroy(),
      (response) => setTimeout(() => response.writeHead(200, own).end('slow'), 300),
    ]);
    const { seen } = load;
    await until('200 requests', () => seen.sent() >= 200);
    await load.stop();
    const { versions, dropped, reasons } = seen.between(0, Number.POSITIVE_INFINITY);
    const { answered = 0, bad = 0 } = versions['v1'] ?? {};
    expect(answered + dropped).toBe(seen.sent());
    // Requests arrive in turn, up to a request that overtakes another.
    expect(dropped / seen.sent()).toBeCloseTo(2 / 5, 1);
    expect(bad / answered).toBeCloseTo(2 / 3, 1);
    expect(Object.keys(reasons)).toContain("status 503 that is not the service's own");
    expect(reasons["status 503 that is not the service's own"]).toBeCloseTo(seen.sent() / 5, -1);
  });

  test('keeps its rate while answers are slow, and waits for them at the end', async () => {
    load = await loadOn([(response) => setTimeout(() => response.writeHead(200, own).end(), 1500)]);
    const { seen } = load;
    const began = Date.now();
    await until('100 requests', () => seen.sent() >= 100);
    // One after the other, 100 of them would take 150 seconds.
    expect(Date.now() - began).toBeLessThan(30_000);
    await load.stop();
    const { versions, dropped } = seen.between(0, Number.POSITIVE_INFINITY);
    expect(dropped).toBe(0);
    expect(versions['v1']?.answered).toBe(seen.sent());
  });
});
