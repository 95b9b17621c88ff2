/** The alert rules in a real Prometheus that scrapes a real daemon. */
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { freePort } from '../rigs/free-port.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { z } from 'zod';
import { createClient } from '../../api/client.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { endServers, findServers } from '../../worker/embedded/survivors.ts';
import { actQueue } from '../../workflows/queues.ts';
import { endProcess } from '../rigs/end-process.ts';
import { startPrometheus, type PrometheusRig } from '../rigs/prometheus.ts';
import { repeated } from '../rigs/repeated.ts';
import { startServe, type Served } from '../rigs/served.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { describeWith } from '../rigs/test-program.ts';
import { until } from '../rigs/until.ts';

const alertsSchema = z.object({
  data: z.object({
    alerts: z.array(z.object({ state: z.string(), labels: z.record(z.string(), z.string()) })),
  }),
});
const rulesSchema = z.object({
  groups: z.array(z.looseObject({ rules: z.array(z.looseObject({ for: z.string().exactOptional() })) })),
});

/** Daemon, Prometheus and Temporal share a busy machine. Milliseconds. */
const PATIENCE = 90_000;

let folder: TemporaryFolder;
let router: Server;
let port: number;
let daemons: Served[];
let prometheus: PrometheusRig | undefined;

beforeEach(async () => {
  folder = await temporaryFolder('alerts');
  daemons = [];
  prometheus = undefined;
  router = createServer((_request, response) => {
    response.statusCode = 404;
    response.end('{"message":"not found"}');
  });
  router.listen(0, '127.0.0.1');
  await once(router, 'listening');
  port = await freePort();
  await writeFile(join(folder.path, 'sluice.yaml'), `listen: 127.0.0.1:${port}\ndata: data\n`);
  await mkdir(join(folder.path, 'services'));
  const traefik = z.object({ port: z.number() }).parse(router.address()).port;
  await writeFile(join(folder.path, 'services', 'shop.yaml'), serviceFile(traefik));
});

afterEach(async () => {
  await prometheus?.stop();
  for (const { child } of daemons) await endProcess(child);
  router.close();
  const layout = embeddedLayout(join(folder.path, 'data'));
  await endServers(layout, await findServers(layout, await readRecord(layout.record)), 0);
  await folder.remove();
});

describeWith('prometheus', () => {
  test('a hold, failing tasks and the death of the daemon fire, and resolve when they are over', async () => {
    const api = await serve().ready();
    const endUnheardOf = await startUnheardOf();
    prometheus = await startPrometheus([`127.0.0.1:${port}`], { rules: impatient(), job: 'sluice' });
    const client = createClient(api, 'ann');
    const submit = { service: 'shop', environment: 'production', version: 'v1' };
    const { id } = await repeated(() => client.submit(submit));
    if (id === null) throw new Error('Nothing was started.');
    await untilFires('SluiceReleaseHolds', { release: id, lane: 'shop.production', reason: 'crashed' });
    await untilFires('SluiceHoldDeadlineNear', { release: id });
    await untilFires('SluiceWorkflowTasksFail', { workflow: 'unheard-of' });
    expect(await firing('SluiceDown')).toEqual([]);

    await endUnheardOf();
    await untilSilent('SluiceWorkflowTasksFail');
    await client.abort(id, 'the test has seen it');
    await untilSilent('SluiceReleaseHolds');
    await untilSilent('SluiceHoldDeadlineNear');

    for (const { child } of daemons) await endProcess(child);
    await untilFires('SluiceDown', { instance: `127.0.0.1:${port}` });
    await serve().ready();
    await untilSilent('SluiceDown');
    // What a fresh daemon knows of an empty house is no reason to wake anybody.
    await untilFresh();
    expect(await firing()).toEqual([]);
  });
});

function serve(): Served {
  const daemon = startServe(folder.path);
  daemons.push(daemon);
  return daemon;
}

/** A workflow that the daemon's version does not know, as after a wrong upgrade; the answer ends it. */
async function startUnheardOf(): Promise<() => Promise<void>> {
  const record = await readRecord(embeddedLayout(join(folder.path, 'data')).record);
  const connection = await Connection.connect({ address: `127.0.0.1:${record?.port}` });
  const client = new Client({ connection });
  const handle = await client.workflow.start('unheardOf', {
    workflowId: 'unheard-of',
    taskQueue: actQueue('sluice'),
  });
  return async () => {
    await handle.terminate();
    await connection.close();
  };
}

/** The rules as they are shipped, but that every `for` is a second. */
function impatient(): string {
  const text = readFileSync(new URL('../../docs/alerts/sluice.rules.yaml', import.meta.url), 'utf8');
  const { groups } = rulesSchema.parse(parse(text));
  for (const { rules } of groups) for (const rule of rules) if (rule.for !== undefined) rule.for = '1s';
  return stringify({ groups });
}

async function firing(name?: string): Promise<Record<string, string>[]> {
  const answer = await fetch(`${prometheus?.url}/api/v1/alerts`);
  const { data } = alertsSchema.parse(await answer.json());
  return data.alerts
    .filter(({ state, labels }) => state === 'firing' && (name === undefined || labels['alertname'] === name))
    .map(({ labels }) => labels);
}

async function untilFires(name: string, labels: Record<string, string>): Promise<void> {
  await until(
    `${name} to fire`,
    async () => {
      const fires = await firing();
      const wanted = Object.entries({ alertname: name, ...labels });
      if (fires.some((each) => wanted.every(([key, value]) => each[key] === value))) return true;
      throw new Error(`what fires is ${JSON.stringify(fires)}`);
    },
    PATIENCE,
  );
}

async function untilSilent(name: string): Promise<void> {
  await until(`${name} to resolve`, async () => (await firing(name)).length === 0, PATIENCE);
}

/** Waits until Prometheus has seen a worker by the daemon that runs now. */
async function untilFresh(): Promise<void> {
  await until('the new daemon to tell of its workers', async () => {
    const seen = await prometheus?.query('min(sluice_workers) > 0 and min(sluice_temporal_up) == 1');
    return seen !== undefined && seen.length > 0;
  });
}

/** Its gate neither passes nor fails, so that its first release holds before it touches anything. */
function serviceFile(traefik: number): string {
  return `service: shop
environments:
  production:
    platform: { process: { command: "exit 1", instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:${traefik}/metrics" } }
    hold: { deadline: 10m }
    steps:
      - gate: { command: "exit 3", report: none, timeout: 10s }
      - deploy
      - cutover
`;
}
