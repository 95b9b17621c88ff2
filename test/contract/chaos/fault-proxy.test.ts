import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import {
  DescribeListenersCommand,
  ElasticLoadBalancingV2Client,
  ModifyListenerCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { startFaultProxy, type FaultProxy } from '../../chaos/faults/proxy.ts';
import { elbArns, startElbv2, type Elbv2StandIn } from '../../rigs/elbv2.ts';
import { uniform } from '../../unit/analysis/seeded.ts';

/** Long enough that half of it is a difference. */
const text = 'all of it '.repeat(100);
let written = 0;
let part: Server;
let proxy: FaultProxy;

beforeEach(async () => {
  written = 0;
  part = createServer((request, response) => {
    if (request.method === 'POST') written += 1;
    response.setHeader('x-part', 'yes').end(`${written} ${text}`);
  });
  await once(part.listen(0, '127.0.0.1'), 'listening');
  const { port } = z.object({ port: z.number() }).parse(part.address());
  proxy = await startFaultProxy({ to: `http://127.0.0.1:${port}/`, random: uniform(1) });
});

afterEach(async () => {
  await proxy?.stop();
  part?.closeAllConnections();
  part?.close();
});

async function ask(
  method: 'GET' | 'POST' = 'GET',
): Promise<{ status: number; body: string; headers: Headers }> {
  const response = await fetch(`${proxy.url}/page?x=1`, { method });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

test('without a fault everything passes, with its status and headers', async () => {
  const { status, body, headers } = await ask('POST');
  expect({ status, body, part: headers.get('x-part') }).toEqual({
    status: 200,
    body: `1 ${text}`,
    part: 'yes',
  });
  expect(proxy.counts).toMatchObject({ passed: 1 });
});

test('refused: nobody listens, and it listens again at the same place', async () => {
  await proxy.set({ kind: 'refused' });
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNREFUSED' } });
  await proxy.set(undefined);
  expect((await ask()).status).toBe(200);
});

test('lost: the write takes effect, and whoever sent it gets a reset', async () => {
  await proxy.set({ kind: 'lost' });
  await expect(ask('POST')).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(written).toBe(1);
  expect(proxy.counts.lost).toBe(1);
});

test('cut: the answer has its headers and ends in its middle', async () => {
  await proxy.set({ kind: 'cut' });
  const response = await fetch(proxy.url);
  expect(response.status).toBe(200);
  await expect(response.text()).rejects.toThrow('terminated');
});

test('busy and error: an answer with its status, and nothing arrives', async () => {
  await proxy.set({ kind: 'busy', retryAfter: 3 });
  const busy = await ask('POST');
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([429, '3']);
  await proxy.set({ kind: 'error' });
  expect((await ask('POST')).status).toBe(500);
  expect(written).toBe(0);
});

test('garbage: 200 with what is no answer, although the request took effect', async () => {
  await proxy.set({ kind: 'garbage' });
  const { status, body } = await ask('POST');
  expect(status).toBe(200);
  expect(body).not.toContain(text);
  expect(written).toBe(1);
});

test('stale: a read is answered as it was before, a write passes', async () => {
  await ask();
  await proxy.set({ kind: 'stale' });
  await ask('POST');
  expect((await ask()).body).toBe(`0 ${text}`);
  await proxy.set(undefined);
  expect((await ask()).body).toBe(`1 ${text}`);
  expect(proxy.counts).toMatchObject({ stale: 1, passed: 3 });
});

test('slow: the request arrives later, also when whoever sent it has given up', async () => {
  await proxy.set({ kind: 'slow', by: 300 });
  const signal = AbortSignal.timeout(100);
  await expect(fetch(proxy.url, { method: 'POST', signal })).rejects.toThrow('timeout');
  expect(written).toBe(0);
  await expect.poll(() => written).toBe(1);
});

test('a share of requests meets the fault, the same ones by the same numbers', async () => {
  await proxy.set({ kind: 'error', share: 0.5 });
  const statuses: number[] = [];
  for (let i = 0; i < 20; i += 1) statuses.push((await ask()).status);
  const draw = uniform(1);
  expect(statuses).toEqual(statuses.map(() => (draw() < 0.5 ? 500 : 200)));
  expect(proxy.counts.error + proxy.counts.passed).toBe(20);
  expect(new Set(statuses).size).toBe(2);
});

test('a part that is away resets connections', async () => {
  part.closeAllConnections();
  part.close();
  await expect(ask()).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
  expect(proxy.counts.unreachable).toBe(1);
});

test("a load balancer's write whose answer is lost stands, and its earlier reading can come again", async () => {
  const elb: Elbv2StandIn = await startElbv2();
  const before = await startFaultProxy({ to: elb.endpoint, random: uniform(2) });
  const client = new ElasticLoadBalancingV2Client({
    region: 'eu-central-1',
    endpoint: before.url,
    maxAttempts: 1,
  });
  const read = async (): Promise<string | undefined> => {
    const found = await client.send(new DescribeListenersCommand({ ListenerArns: [elbArns.listener] }));
    return found.Listeners?.[0]?.DefaultActions?.[0]?.Type;
  };
  try {
    expect(await read()).toBe('fixed-response');
    await before.set({ kind: 'lost' });
    const write = new ModifyListenerCommand({
      ListenerArn: elbArns.listener,
      DefaultActions: [
        { Type: 'forward', ForwardConfig: { TargetGroups: [{ TargetGroupArn: elbArns.blue, Weight: 1 }] } },
      ],
    });
    await expect(client.send(write)).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(elb.state.changes).toHaveLength(1);
    await before.set({ kind: 'stale' });
    expect(await read()).toBe('fixed-response');
    await before.set(undefined);
    expect(await read()).toBe('forward');
  } finally {
    client.destroy();
    await before.stop();
    await elb.kill();
  }
});
