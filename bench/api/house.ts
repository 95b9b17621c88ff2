import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { freePort } from '../../test/rigs/free-port.ts';
import { z } from 'zod';
import { createClient } from '../../api/client.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import { endProcess } from '../../test/rigs/end-process.ts';
import { repeated } from '../../test/rigs/repeated.ts';
import { startServe } from '../../test/rigs/served.ts';
import { makeTemporalRig } from '../../test/rigs/temporal.ts';
import { temporaryFolder } from '../../test/rigs/temporary-folder.ts';
import { until } from '../../test/rigs/until.ts';
import { MANY_LISTS } from '../../worker/embedded/launch.ts';
import { writePast } from './past.ts';

/** An API and a worker, each a process, on one Temporal, with an archive of releases that have finished. */
export interface House {
  /** Base URL. */
  api: string;
  apiPid(): number;
  /** Starts a release in the lane of this number; it holds before it touches anything. Answers its id. */
  start(lane: number): Promise<string>;
  /** Asks once; throws when it is not answered with 200. */
  get(path: string): Promise<void>;
  /** The release that is listened to. */
  followed(): string;
  /** Lets something happen to it; answers the number of the event. */
  makeEvent(): Promise<number>;
  /** How often Temporal was asked about one workflow so far: descriptions and queries. */
  temporalCalls(): Promise<number>;
  stop(): Promise<void>;
}

const ASKED = new Set(['DescribeWorkflowExecution', 'QueryWorkflow']);

/** Starts all of it. Leaves nothing behind when that fails. */
export async function startHouse({ finished, lanes }: { finished: number; lanes: number }): Promise<House> {
  const folder = await temporaryFolder('api-bench');
  const ends: (() => Promise<void>)[] = [async () => folder.remove()];
  const stop = async (): Promise<void> => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  try {
    const router = createServer((_request, response) => {
      response.writeHead(404).end('{"message":"not found"}');
    });
    await once(router.listen(0, '127.0.0.1'), 'listening');
    ends.push(async () => void router.close());
    const metricsPort = await freePort();
    const temporal = await makeTemporalRig([...MANY_LISTS, '--metrics-port', String(metricsPort)]);
    ends.push(async () => temporal.stop());
    await temporal.start();
    const listen = `127.0.0.1:${await freePort()}`;
    await mkdir(join(folder.path, 'services'));
    const { port } = z.object({ port: z.number() }).parse(router.address());
    for (let lane = 0; lane < lanes; lane += 1) {
      await writeFile(join(folder.path, 'services', `shop${lane}.yaml`), serviceFile(lane, port));
    }
    await writePast(join(folder.path, 'archive'), finished);
    const settings = `listen: ${listen}\ndata: data\narchive: { folder: archive }\n`;
    await writeFile(join(folder.path, 'sluice.yaml'), settings);
    const environment = { TEMPORAL_ADDRESS: temporal.address };
    const [worker, server] = ['worker', 'api'].map((role) => {
      const served = startServe(folder.path, ['--role', role], environment);
      ends.push(async () => endProcess(served.child));
      return served;
    });
    await worker?.ready();
    await server?.ready();
    const api = `http://${listen}`;
    await until('workers to poll', async () => (await fetch(`${api}/readyz`)).ok, 60_000);
    const client = createClient(api, 'ann');
    const followed = 'shop0.production.1';
    return {
      api,
      apiPid: () => server?.child.pid ?? 0,
      followed: () => followed,
      start: async (lane) => {
        const request = { service: `shop${lane}`, environment: 'production', version: 'v1' };
        const { id } = await repeated(async () => client.submit(request));
        if (id === null) throw new Error(`Nothing was started for shop${lane}.`);
        return id;
      },
      get: async (path) => {
        const answer = await fetch(`${api}${path}`);
        const text = await answer.text();
        if (answer.status !== 200) throw new Error(`GET ${path} was answered by ${answer.status}: ${text}`);
      },
      makeEvent: async () => {
        await until('the hold', async () => (await client.release(followed)).phase === 'holding', 60_000);
        const { step, token } = await client.release(followed);
        const view = await client.extend(followed, { step, token, reason: '', by: '1s' });
        return view.events;
      },
      temporalCalls: async () => {
        const url = `http://127.0.0.1:${metricsPort}/metrics`;
        const { samples } = await readMetricsPage(url, AbortSignal.timeout(5000));
        return samples
          .filter(({ name }) => name === 'service_requests')
          .filter(
            ({ labels }) => labels['service_name'] === 'frontend' && ASKED.has(labels['operation'] ?? ''),
          )
          .reduce((sum, { value }) => sum + value, 0);
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The gate of a first release neither passes nor fails, so that it holds. */
function serviceFile(lane: number, traefik: number): string {
  return `service: shop${lane}
environments:
  production:
    platform: { process: { command: "exit 1", instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop${lane}.yaml, metrics: "http://127.0.0.1:${traefik}/metrics" } }
    steps: [{ gate: { command: "exit 3", report: none } }, deploy, cutover]
`;
}
