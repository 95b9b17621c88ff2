import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { pino } from 'pino';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { HaproxyRouter } from '../../config/routers/haproxy.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import { entriesFor } from '../../providers/routers/haproxy/map-state.ts';
import { writeMap } from '../../providers/routers/haproxy/write-map.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { Router, Split } from '../../providers/routers/router.ts';
import { startHaproxy } from '../rigs/haproxy.ts';
import { makeHaproxyRouterRig, type HaproxyRouterRig } from '../rigs/haproxy-router.ts';
import { sendInTurn, startLoad } from '../rigs/load.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

const signal = new AbortController().signal;

describeWith('haproxy', () => {
  let rig: HaproxyRouterRig;
  let act = 0;
  beforeAll(async () => {
    rig = await makeHaproxyRouterRig();
    return () => rig.stop();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  const targets = () => ({ blue: [rig.backends.blue.url], green: [rig.backends.green.url] });
  const fence = () => ({ lane: rig.lane, release: 1, act: (act += 1) });
  const write = (green: number) =>
    rig.router.write({ split: { blue: 10_000 - green, green }, targets: targets() }, fence(), signal);
  const read = () => rig.router.read(signal);
  const byHand = (line: string) => rig.haproxy.command(line.replace('MAP', rig.haproxy.map));
  const routerWith = (change: Partial<HaproxyRouter>): Router =>
    createRouter({ ...rig.config, ...change }, rig.lane, {
      dataFolder: '/',
      environment: {},
      log: pino({ level: 'silent' }),
    });

  test('a reload in the middle of traffic keeps the weights, and is no drift', async () => {
    await write(3000);
    const before = await read();
    const load = startLoad(rig.entry, 80);
    await until('some requests', () => load.count.sent >= 50);
    await rig.haproxy.reload();
    const sent = load.count.sent;
    await until('some more', () => load.count.sent >= sent + 100);
    const { answered } = await load.stop();
    expect(await read()).toEqual(before);
    const all = (answered['blue'] ?? 0) + (answered['green'] ?? 0);
    expect(Math.abs((answered['green'] ?? 0) - 0.3 * all)).toBeLessThan(5 * Math.sqrt(0.21 * all));
  });

  test('a kill and a start keep them too, and begin the counters anew', async () => {
    await write(10_000);
    const [before, counted] = [await read(), await rig.router.requests(signal)];
    await rig.haproxy.kill();
    await rig.haproxy.start();
    expect(await read()).toEqual(before);
    expect(await sendInTurn(rig.entry, 10)).toEqual({ green: 10 });
    const after = await rig.router.requests(signal);
    expect(Object.values(after?.series.green ?? {})).toEqual([10]);
    expect(after?.startedAt).toBeGreaterThanOrEqual(counted?.startedAt ?? 0);
    expect(Object.keys(after?.series.green ?? {})).not.toEqual(Object.keys(counted?.series.green ?? {}));
  });

  test('a weight that a person sets in HAProxy alone is read as what is in effect', async () => {
    await write(1000);
    const before = await read();
    expect(await byHand('set map MAP green 5000')).toBe('');
    const after = await read();
    expect(after).toMatchObject({ split: { blue: 5000, green: 5000 }, stamp: before.stamp, inEffect: false });
    expect(after.digest).not.toBe(before.digest);
    await write(1000);
    expect(await read()).toMatchObject({ split: { blue: 9000, green: 1000 }, inEffect: true });
  });

  test('a weight that a person writes into the file alone is seen by the digest, before a reload too', async () => {
    await write(1000);
    const before = await read();
    const text = await readFile(rig.haproxy.map, 'utf8');
    await rig.put(text.replace('green 1000', 'green 4000'));
    const after = await read();
    expect(after).toMatchObject({ split: before.split, stamp: before.stamp, inEffect: false });
    expect(after.digest).not.toBe(before.digest);
    await rig.put(text.replace('green 1000', 'green much'));
    expect(await read()).toMatchObject({ split: null, unreadable: expect.stringMatching(/green is much/) });
  });

  test('an instance that a person takes out gets no request, and the map is told as changed', async () => {
    const [own, gone] = [rig.backends.blue.url, 'http://127.0.0.1:1'];
    const wanted = { split: { blue: 10_000, green: 0 }, targets: { blue: [own, gone], green: [] } };
    await rig.router.write(wanted, fence(), signal);
    expect(await read()).toMatchObject({ ...wanted, inEffect: true });
    await byHand('del map MAP blue/2');
    expect(await sendInTurn(rig.entry, 20)).toEqual({ blue: 20 });
    expect((await read()).unreadable).toMatch(/blue\/2 is missing/);
  });

  test('what a killed writer left in the file only is brought into effect by the next attempt', async () => {
    await write(0);
    const wanted = { split: { blue: 8000, green: 2000 } satisfies Split, targets: targets() };
    const own = fence();
    const killed = writeMap(rig.config, entriesFor(wanted, own, 'given'), own, signal, (stage) =>
      stage === 'stored' ? Promise.reject(new Error('killed')) : Promise.resolve(),
    );
    await expect(killed).rejects.toThrow('killed');
    expect(await read()).toMatchObject({ split: { green: 0 }, stamp: own, inEffect: false });
    expect(await rig.router.write(wanted, own, signal)).toEqual({ kind: 'already' });
    expect(await read()).toMatchObject({ split: wanted.split, stamp: own, inEffect: true });
  });

  test('a map, a backend or a right that HAProxy lacks is told with the next step', async () => {
    const map = `${rig.haproxy.map}.other`;
    await expect(routerWith({ map }).read(signal)).rejects.toThrow(
      `has not loaded the map ${map}; it has ${rig.haproxy.map}. Name it by this path`,
    );
    const backends = { blue: 'old', green: 'new' };
    await expect(routerWith({ backends }).read(signal)).rejects.toThrow(
      /has no backend old; it has checkout-production-blue, checkout-production-green, latency\. Name it so/,
    );
    await expect(routerWith({ socket: new URL(rig.haproxy.metrics).host }).read(signal)).rejects.toThrow(
      /Runtime API at 127\.0\.0\.1:\d+ failed: .+\?$/,
    );
    const named = { split: { blue: 10_000, green: 0 }, targets: { blue: ['http://host:80'], green: [] } };
    await expect(rig.router.write(named, fence(), signal)).rejects.toThrow(
      /cannot be given the instance http:\/\/host:80: .+ IP address/,
    );
  });

  test('requests in flight are told once no earlier process can be left', async () => {
    await write(0);
    expect(await rig.router.inFlight('blue', signal)).toBeUndefined();
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 61_000 });
    expect(await rig.router.inFlight('blue', signal)).toBe(0);
    const held = Promise.withResolvers<ServerResponse>();
    const slow = createServer((_request, response) => held.resolve(response));
    await once(slow.listen(0, '127.0.0.1'), 'listening');
    const address = slow.address();
    const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
    const wanted = { split: { blue: 10_000, green: 0 }, targets: { blue: [url], green: [] } };
    await rig.router.write(wanted, fence(), signal);
    const answer = fetch(rig.entry);
    const response = await held.promise;
    expect(await rig.router.inFlight('blue', signal)).toBe(1);
    expect(await rig.router.inFlight('green', signal)).toBe(0);
    response.end();
    await (await answer).text();
    await until('none in flight', async () => (await rig.router.inFlight('blue', signal)) === 0);
    slow.closeAllConnections();
    slow.close();
  });

  test('errors that HAProxy makes for a slot are in its counters, and response times in buckets', async () => {
    const before = await seriesOf(rig.haproxy.metrics, 'haproxy_backend_http_responses_total');
    await write(10_000);
    await sendInTurn(rig.entry, 5);
    const dead = { split: { blue: 0, green: 10_000 }, targets: { blue: [], green: ['http://127.0.0.1:1'] } };
    await rig.router.write(dead, fence(), signal);
    expect((await fetch(rig.entry)).status).toBe(503);
    const counted = await until('the counters', async () => {
      const now = await seriesOf(rig.haproxy.metrics, 'haproxy_backend_http_responses_total');
      const since = (code: string) => (now[`green ${code}`] ?? 0) - (before[`green ${code}`] ?? 0);
      return since('5xx') === 1 && { good: since('2xx') };
    });
    expect(counted).toEqual({ good: 5 });

    const name = 'haproxy_backend_response_time_seconds';
    const buckets = await seriesOf(rig.haproxy.latency, `${name}_bucket`);
    const [count] = Object.values(await seriesOf(rig.haproxy.latency, `${name}_count`)).slice(-1);
    expect(count).toBeGreaterThanOrEqual(5);
    expect(buckets['green +Inf']).toBe(count);
    expect(buckets['green 5']).toBe(count);
    expect(buckets['green 0.005']).toBeLessThanOrEqual(buckets['green 0.01'] ?? 0);
    const { startedAt } = (await rig.router.requests(signal)) ?? {};
    for (const url of [rig.haproxy.latency, rig.haproxy.metrics]) {
      const page = await readMetricsPage(url, signal);
      expect(Math.abs((page.processStartedAt ?? 0) - (startedAt ?? 0))).toBeLessThanOrEqual(1000);
    }
  });
});

describeWith('haproxy', () => {
  test('with fixed targets the servers are those of its configuration, over a TCP socket too', async () => {
    const lane = 'checkout.production';
    const server = createServer((_request, response) => response.setHeader('x-backend', 'one').end());
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
    const runtime = createServer();
    await once(runtime.listen(0, '127.0.0.1'), 'listening');
    const free = runtime.address();
    const socket = `127.0.0.1:${typeof free === 'object' ? free?.port : ''}`;
    await new Promise((resolve) => {
      runtime.close(resolve);
    });
    const haproxy = await startHaproxy(lane, (text) =>
      text
        .replace('global\n', `global\n    stats socket ipv4@${socket} level user\n`)
        .replace('server chosen 0.0.0.0:0', `server one 127.0.0.1:${port}`)
        .replace('server chosen 0.0.0.0:0', '')
        .replaceAll(/^.*(txn\.(instances|pick|to)).*\n/gm, ''),
    );
    try {
      const { map, metrics } = haproxy;
      const config = { kind: 'haproxy', socket: haproxy.socket, map, metrics, targets: 'fixed' } as const;
      const context = { dataFolder: '/', environment: {}, log: pino({ level: 'silent' }) };
      const router = createRouter(config, lane, context);
      const url = `http://127.0.0.1:${port}`;
      const wanted = { split: { blue: 10_000, green: 0 }, targets: { blue: [], green: [] } };
      const fence = { lane, release: 1, act: 1 };
      expect(await router.write(wanted, fence, signal)).toEqual({ kind: 'written' });
      const reading = {
        split: wanted.split,
        stamp: fence,
        inEffect: true,
        targets: { blue: [url], green: [] },
      };
      expect(await router.read(signal)).toMatchObject(reading);
      expect(await sendInTurn(haproxy.entry, 3)).toEqual({ one: 3 });
      await haproxy.reload();
      expect(await router.read(signal)).toMatchObject(reading);

      const nowhere = { ...wanted, split: { blue: 9000, green: 1000 } };
      await expect(router.write(nowhere, { ...fence, act: 2 }, signal)).rejects.toThrow(
        /green has no targets/,
      );
      const overTcp = createRouter({ ...config, socket }, lane, context);
      expect(await overTcp.write(wanted, { ...fence, act: 3 }, signal)).toEqual({ kind: 'written' });
      expect(await overTcp.read(signal)).toMatchObject({ ...reading, stamp: { ...fence, act: 3 } });
    } finally {
      await haproxy.stop();
      server.closeAllConnections();
      server.close();
    }
  });
});

/** Values of a series on a page, by slot and by code or edge. */
async function seriesOf(url: string, name: string): Promise<Record<string, number>> {
  const { samples } = await readMetricsPage(url, signal);
  return Object.fromEntries(
    samples
      .filter((sample) => sample.name === name)
      .map(({ labels, value }) => {
        const slot = labels['proxy']?.replace(/^checkout-production-/, '');
        return [`${slot} ${labels['code'] ?? labels['le'] ?? ''}`.trim(), value];
      }),
  );
}
