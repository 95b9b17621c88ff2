/** Workflows on a real Temporal, whose worker comes back to queries and to what happened while it was away. */
import { bundleWorkflowCode, Worker } from '@temporalio/worker';
import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectTemporal, type TemporalConnection } from '../../worker/connect.ts';
import { installRuntime } from '../../worker/runtime.ts';
import { waited, type clock, type ClockActivities } from '../rigs/stand-ins/clock.ts';
import { makeTemporalRig, type TemporalRig } from '../rigs/temporal.ts';
import { until } from '../rigs/until.ts';

const log = pino({ level: 'silent' });
let temporal: TemporalRig;
let connected: TemporalConnection;

beforeAll(async () => {
  temporal = await makeTemporalRig();
  await temporal.start();
  installRuntime(log);
  const target = { address: temporal.address, namespace: 'default', credentials: {} };
  connected = await connectTemporal(target, {}, log, new AbortController().signal);
});

afterAll(async () => {
  await connected.close();
  await temporal.stop();
});

test('a query that waited for a worker dates nothing back', async () => {
  const { client, native } = connected;
  const taskQueue = `clock-${randomUUID()}`;
  const ended = new Map<number, PromiseWithResolvers<void>>();
  const activities: ClockActivities = {
    wait: async (id) => {
      const end = Promise.withResolvers<void>();
      ended.set(id, end);
      await end.promise;
    },
  };
  const workflowBundle = await bundleWorkflowCode({
    workflowsPath: fileURLToPath(new URL('../rigs/stand-ins/clock.ts', import.meta.url)),
    workflowInterceptorModules: [fileURLToPath(new URL('../../workflows/true-time.ts', import.meta.url))],
    logger: silent,
  });
  const worker = async (): Promise<Worker> =>
    Worker.create({ connection: native, taskQueue, workflowBundle });
  const acts = await Worker.create({ connection: native, taskQueue: 'clock-acts', activities });
  const acting = acts.run();
  try {
    const ids = Array.from({ length: 10 }, (_, id) => id);
    const handles = await (
      await worker()
    ).runUntil(async () => {
      const started = ids.map(async (id) =>
        client.workflow.start<typeof clock>('clock', {
          taskQueue,
          workflowId: `${taskQueue}-${id}`,
          args: [id],
        }),
      );
      await until('every activity to run', () => ended.size === ids.length);
      return Promise.all(started);
    });
    const away = Date.now();
    await until('the worker to have been away for 3 s', () => Date.now() - away > 3000);
    const queries = handles.map(async (handle) =>
      client
        .withDeadline(Date.now() + 30_000, async () => handle.query(waited))
        .catch((error: unknown) => error),
    );
    const completed = Date.now();
    for (const { resolve } of ended.values()) resolve();
    for (const handle of handles) {
      await until('the activity to have ended', async () =>
        ((await handle.fetchHistory()).events ?? []).some(
          ({ activityTaskCompletedEventAttributes: completion }) => completion,
        ),
      );
    }
    const told = await (await worker()).runUntil(Promise.all(handles.map(async (each) => each.result())));
    await Promise.all(queries);
    expect(told.filter((time) => time < completed - 1000)).toEqual([]);
  } finally {
    for (const { resolve } of ended.values()) resolve();
    acts.shutdown();
    await acting;
  }
}, 120_000);

function quiet(): void {}
const silent = { log: quiet, trace: quiet, debug: quiet, info: quiet, warn: quiet, error: quiet };
