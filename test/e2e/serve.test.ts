import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { Client, Connection, type WorkflowHandle } from '@temporalio/client';
import { freePort } from '../rigs/free-port.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { findProcess } from '../../providers/platforms/process/process-table.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { endServers, findServers } from '../../worker/embedded/survivors.ts';
import { endProcess } from '../rigs/end-process.ts';
import { startServe, type Served } from '../rigs/served.ts';
import { makeTemporalRig, type TemporalRig } from '../rigs/temporal.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';
import { EXAMPLE } from '../unit/config/example.ts';

let folder: TemporaryFolder;
let temporal: TemporalRig;
let daemons: Served[];
let router: Server | undefined;

beforeEach(async () => {
  folder = await temporaryFolder('serve');
  temporal = await makeTemporalRig();
  daemons = [];
  await writeFile(join(folder.path, 'sluice.yaml'), 'listen: 127.0.0.1:0\ndata: data\n');
});

afterEach(async () => {
  for (const { child } of daemons) await endProcess(child);
  router?.close();
  await temporal.stop();
  const layout = embeddedLayout(data());
  await endServers(layout, await findServers(layout, await readRecord(layout.record)), 0);
  await folder.remove();
});

test('a daemon comes up with a server of its own, and leaves nothing when it is told to stop', async () => {
  const daemon = serve();
  const api = await daemon.ready();
  expect(daemon.said()).toContain(`(data in ${data()}; no auth: everybody on this machine is an admin)`);
  expect(daemon.said()).toContain('this is for one machine, and a power cut may lose the last commits');
  await untilReady(api);
  const metrics = await (await fetch(`${api}/metrics`)).text();
  expect(metrics).toContain('sluice_temporal_restarts_total 0');
  const server = await serverPid();
  daemon.child.kill('SIGTERM');
  expect(await daemon.ended()).toBe(0);
  expect(await findProcess(server)).toBeUndefined();
});

test('after a SIGKILL the next daemon does work for a lane at once, on the same server', async () => {
  await writeServiceFile();
  const first = serve();
  expect(await untilSubmitIsAnswered(await first.ready())).toBe('checkout.production.1');
  const server = await serverPid();
  // What a worker has begun when it dies is given out again only after its time-out: this is about what comes after.
  await until('the lane to rest', async () => withLane(isAtRest));
  await endProcess(first.child);
  // The lane is in the memory of the worker that was killed: nothing may wait for that one.
  expect(await untilSubmitIsAnswered(await serve().ready())).toBe('checkout.production.1');
  expect(await withLane(longestWait)).toBeLessThan(5);
  expect(await serverPid()).toBe(server);
});

test('its server is killed: it is told, counted and answered for until it is back', async () => {
  const daemon = serve();
  const api = await daemon.ready();
  await untilReady(api);
  process.kill(await serverPid(), 'SIGKILL');
  await until('the restart', async () =>
    (await (await fetch(`${api}/metrics`)).text()).includes('sluice_temporal_restarts_total 1'),
  );
  await untilReady(api);
  expect(daemon.said()).toContain('the embedded Temporal ended');
});

test('a second signal ends the daemon at once, and the next one takes over its server', async () => {
  const daemon = serve();
  await daemon.ready();
  const server = await serverPid();
  daemon.child.kill('SIGTERM');
  await until('the first signal', () => daemon.said().includes('SIGTERM: stopping'));
  daemon.child.kill('SIGINT');
  expect(await daemon.ended()).toBe(1);
  expect(await findProcess(server)).toBeDefined();
});

test('a daemon that still waits for Temporal stops when it is told to', async () => {
  const daemon = serve([], { TEMPORAL_ADDRESS: temporal.address });
  await until('the waiting', () => daemon.said().includes('waiting for Temporal'));
  daemon.child.kill('SIGTERM');
  expect(await daemon.ended()).toBe(0);
});

test('with an address it waits for that Temporal, registers its attributes and starts no server', async () => {
  const external = { TEMPORAL_ADDRESS: temporal.address };
  const shown = `127.0.0.1:${await freePort()}`;
  await writeFile(join(folder.path, 'worker.yaml'), `metrics: { listen: ${shown} }\ndata: data\n`);
  const worker = serve(['--role', 'worker', '--config', 'worker.yaml'], external);
  await until('the waiting to be told', () =>
    worker.said().includes(`waiting for Temporal at ${temporal.address}: connection refused; retrying`),
  );
  await temporal.start();
  expect(await worker.ready()).toBe('');
  const metrics = await (await fetch(`http://${shown}/metrics`)).text();
  expect(metrics).toContain('sluice_activity_attempts_total');
  expect((await fetch(`http://${shown}/healthz`)).status).toBe(200);
  const api = serve(['--role', 'api'], external);
  await untilReady(await api.ready());
  expect(await readRecord(embeddedLayout(data()).record)).toBeUndefined();
  for (const { child } of [worker, api]) child.kill('SIGTERM');
  expect([await worker.ended(), await api.ended()]).toEqual([0, 0]);
});

test('a namespace that does not exist is told with the command that makes it', async () => {
  await temporal.start();
  const daemon = serve([], { TEMPORAL_ADDRESS: temporal.address, TEMPORAL_NAMESPACE: 'shop' });
  expect(await daemon.ended()).toBe(2);
  expect(daemon.said()).toContain(
    `temporal operator namespace create --address ${temporal.address} --namespace shop`,
  );
});

test('one role alone needs a Temporal that others share', async () => {
  const daemon = serve(['--role', 'api']);
  expect(await daemon.ended()).toBe(2);
  expect(daemon.said()).toContain('Set TEMPORAL_ADDRESS');
});

test('a port in use is told, and the server that was started is ended', async () => {
  const first = serve();
  const { port } = new URL(await first.ready());
  const settings = join(folder.path, 'second.yaml');
  await writeFile(settings, `listen: 127.0.0.1:${port}\ndata: second\n`);
  const second = serve(['--config', settings]);
  expect(await second.ended()).toBe(2);
  expect(second.said()).toMatch(new RegExp(`cannot listen on 127.0.0.1:${port}.*EADDRINUSE`));
  const layout = embeddedLayout(join(folder.path, 'second'));
  expect(await findServers(layout, await readRecord(layout.record))).toEqual([]);
});

test('wrong settings are told with their places', async () => {
  await writeFile(join(folder.path, 'sluice.yaml'), 'lisen: 127.0.0.1:0\n');
  const daemon = serve();
  expect(await daemon.ended()).toBe(2);
  expect(daemon.said()).toMatch(/sluice\.yaml:1:1: .*did you mean "listen"/s);
});

function serve(options: string[] = [], environment: Record<string, string> = {}): Served {
  const daemon = startServe(folder.path, options, environment);
  daemons.push(daemon);
  return daemon;
}

function data(): string {
  return join(folder.path, 'data');
}

async function untilReady(api: string): Promise<void> {
  await until('workers to poll', async () => (await fetch(`${api}/readyz`)).ok);
}

/** A service behind a Traefik that has nothing loaded; its instances end as soon as they are started. */
async function writeServiceFile(): Promise<void> {
  router = createServer((_request, response) => {
    response.statusCode = 404;
    response.end('{"message":"not found"}');
  });
  router.listen(0, '127.0.0.1');
  await once(router, 'listening');
  const { port } = z.object({ port: z.number() }).parse(router.address());
  const services = join(folder.path, 'services');
  await mkdir(services);
  const text = EXAMPLE.replace('node server.js', 'exit 1').replace('8082', String(port));
  await writeFile(join(services, 'checkout.yaml'), text);
}

/** Submits one version, also repeatedly: the lane starts it once and names it from then on. */
async function untilSubmitIsAnswered(api: string): Promise<string> {
  const body = JSON.stringify({ service: 'checkout', environment: 'production', version: 'v1' });
  return until(
    'the lane to answer',
    async () => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${api}/v1/releases`, { method: 'POST', headers, body });
      if (!answer.ok) throw new Error(await answer.text());
      return z.object({ id: z.string() }).parse(await answer.json()).id;
    },
    60_000,
  );
}

/** What the embedded server says of the lane. */
async function withLane<T>(ask: (lane: WorkflowHandle) => Promise<T>): Promise<T> {
  const record = await readRecord(embeddedLayout(data()).record);
  const connection = await Connection.connect({ address: `127.0.0.1:${record?.port}` });
  try {
    return await ask(new Client({ connection }).workflow.getHandle('lane/checkout.production'));
  } finally {
    await connection.close();
  }
}

/** Whether no worker has a task of it, nor is about to get one. */
async function isAtRest(lane: WorkflowHandle): Promise<boolean> {
  const { raw } = await lane.describe();
  return !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
}

/** The longest time that the server kept a task of the workflow for a worker that was gone, in seconds. */
async function longestWait(lane: WorkflowHandle): Promise<number> {
  const { events } = await lane.fetchHistory();
  const waits = (events ?? []).map(({ eventTime, workflowTaskTimedOutEventAttributes: timedOut }) => {
    const given = events?.find(({ eventId }) => String(eventId) === String(timedOut?.scheduledEventId));
    return Number(eventTime?.seconds) - Number((given ?? { eventTime }).eventTime?.seconds);
  });
  return Math.max(...waits);
}

async function serverPid(): Promise<number> {
  const { record } = embeddedLayout(data());
  return until('a recorded server', async () => (await readRecord(record))?.process?.pid);
}
