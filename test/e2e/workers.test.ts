import { bundleWorkflowCode } from '@temporalio/worker';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DrainRequest } from '../../activities/drain-request.ts';
import { createStops } from '../../activities/stops.ts';
import { createWorld } from '../../activities/world.ts';
import { connectTemporal, type TemporalConnection } from '../../worker/connect.ts';
import { createMetrics } from '../../worker/metrics.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { startWorkers, type Workers } from '../../worker/workers.ts';
import { actQueue } from '../../workflows/queues.ts';
import { makeTemporalRig, type TemporalRig } from '../rigs/temporal.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { freezeBook } from '../rigs/freeze-book.ts';
import { serviceFile, EXAMPLE } from '../unit/config/example.ts';
import { resolvePlan } from '../../config/resolve.ts';

const log = pino({ level: 'silent' });
const taskQueue = 'cancelling';
let folder: TemporaryFolder;
let temporal: TemporalRig;
let connected: TemporalConnection | undefined;
let workers: Workers | undefined;

beforeAll(async () => {
  folder = await temporaryFolder('workers');
  temporal = await makeTemporalRig();
  await temporal.start();
  installRuntime(log);
  const target = { address: temporal.address, namespace: 'default', credentials: {} };
  const { signal } = new AbortController();
  const { client, native, dataConverter } = (connected = await connectTemporal(target, {}, log, signal));
  const dataFolder = folder.path;
  const { events } = createMetrics(log);
  const world = createWorld({ dataFolder, environment: {}, log });
  workers = await startWorkers({
    connection: native,
    namespace: 'default',
    dataConverter,
    taskQueue,
    workflowBundle: await bundleWorkflowCode({
      workflowsPath: fileURLToPath(new URL('../rigs/stand-ins/cancelled-drain.ts', import.meta.url)),
      logger: silent,
    }),
    context: {
      world,
      client: () => client,
      archiveFolder: dataFolder,
      freezes: freezeBook(),
      schedules: { definitions: '/nowhere', dataFolder: '/nowhere', taskQueue: 'test' },
      events,
      stops: createStops(),
      log,
    },
  });
});

afterAll(async () => {
  await workers?.stop();
  await connected?.close();
  await temporal.stop();
  await folder.remove();
});

test('what waits on the queue watch hears that it is to stop within about a second', async () => {
  const plan = resolvePlan(serviceFile(EXAMPLE), 'production');
  if (plan === undefined) throw new Error('The example has no production.');
  const request: DrainRequest = {
    place: { lane: 'checkout.production', router: plan.router, platform: plan.platform },
    slot: 'blue',
    drain: { kind: 'wait', wait: 50_000 },
  };
  const took = await connected?.client.workflow.execute<(request: DrainRequest) => Promise<number>>(
    'stopDrain',
    { workflowId: 'stop-drain', taskQueue: actQueue(taskQueue), args: [request] },
  );
  // At the usual pace of heartbeats, four fifths of the time-out, it would be 32 s; a busy machine takes its time too.
  expect(took).toBeLessThan(8000);
});

function quiet(): void {}
const silent = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
