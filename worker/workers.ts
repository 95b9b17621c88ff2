import { getHeapStatistics } from 'node:v8';
import type { DataConverter } from '@temporalio/common';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { attemptInterceptor } from '../activities/attempts.ts';
import type { ActivityContext } from '../activities/context.ts';
import { createActActivities, createWatchActivities } from '../activities/index.ts';
import { actQueue, watchQueue } from '../workflows/queues.ts';
import { cachedWorkflows } from './cached-workflows.ts';
import { logSinks } from './log-sinks.ts';
import { stopSinks } from './stop-sinks.ts';

/** The two workers of one process. */
export interface Workers {
  /** Resolves after `stop`; rejects when a worker fails, after the other one was stopped too. */
  ended: Promise<void>;
  /**
   * Takes no more work. What only reads is ended at once, to go on elsewhere or after the next start; what changes
   * something has 3 s to end, and is cancelled then; 10 s in all.
   */
  stop(): Promise<void>;
}

export interface WorkersOptions {
  connection: NativeConnection;
  namespace: string;
  /** That of the client: both have to understand each other. */
  dataConverter: DataConverter;
  /** Prefix of the task queues. */
  taskQueue: string;
  /** The workflows, as one script; watches need not wait for it. */
  workflowBundle: { code: string } | Promise<{ code: string }>;
  context: ActivityContext;
}

const MIB = 1024 * 1024;
const POLLS = { type: 'autoscaling', minimum: 2, initial: 4, maximum: 32 } as const;

/** Starts a worker for the queue `act`, with the workflows, and one for the queue `watch`. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { connection, namespace, dataConverter, taskQueue, workflowBundle, context } = options;
  const both = {
    connection,
    namespace,
    dataConverter,
    interceptors: { activity: [attemptInterceptor(context.events)] },
    shutdownForceTime: '10s',
    // Activities beat each second. None of that is held back: a watch hears of its end by its next beat.
    maxHeartbeatThrottleInterval: 500,
    defaultHeartbeatThrottleInterval: 500,
    // A task that no poll waits for is written to the database, and read from there. The server says how many it takes.
    activityTaskPollerBehavior: POLLS,
  } satisfies Partial<WorkerOptions>;
  const watch = await Worker.create({
    ...both,
    // A watch would never end by itself, and the next attempt goes on from its last beat.
    shutdownGraceTime: 0,
    taskQueue: watchQueue(taskQueue),
    activities: createWatchActivities(context),
    // A watch waits nearly all its time. Each running release has one, and so has each lane in which none runs: fewer
    // would keep those of releases waiting behind lanes that stand idle.
    maxConcurrentActivityTaskExecutions: 20_000,
  });
  const workers = [watch];
  const stop = (): void => {
    for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  };
  // Watches go on before the worker of workflows is there, which takes longer to come up.
  const watching = watch.run().finally(stop);
  watching.catch(() => undefined);
  const abandon = async (error: unknown): Promise<never> => {
    stop();
    await watching;
    throw error;
  };
  const bundle = await Promise.resolve(workflowBundle).catch(abandon);
  const act = await Worker.create({
    ...both,
    shutdownGraceTime: '3s',
    taskQueue: actQueue(taskQueue),
    workflowBundle: bundle,
    sinks: { ...stopSinks(context.stops), ...logSinks(context) },
    activities: createActActivities(context),
    maxConcurrentActivityTaskExecutions: 100,
    workflowTaskPollerBehavior: POLLS,
    maxCachedWorkflows: cachedWorkflows(getHeapStatistics().heap_size_limit / MIB),
    // How long a task waits for the worker that has the workflow in memory: after a crash that one never comes.
    // One that is only busy would have it played again from its beginning by whoever takes it, which makes all busier.
    stickyQueueScheduleToStartTimeout: '2s',
  }).catch(abandon);
  workers.push(act);
  const ended = Promise.all([watching, act.run().finally(stop)]).then(() => undefined);
  return {
    ended,
    stop: async () => {
      stop();
      await ended;
    },
  };
}
