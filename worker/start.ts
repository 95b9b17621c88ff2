import type { Logger } from 'pino';
import type { FreezeBook } from '../activities/freezes/book.ts';
import type { ProcessEvents } from '../activities/process-events.ts';
import { createStops } from '../activities/stops.ts';
import { createWorld } from '../activities/world.ts';
import type { Settings } from '../config/settings.ts';
import { superviseInstances } from '../providers/platforms/process/supervisor.ts';
import { loadWorkflowBundle } from './bundle.ts';
import type { OpenTemporal } from './open-temporal.ts';
import { startWorkers, type Workers } from './workers.ts';

export interface WorkerOptions {
  temporal: OpenTemporal;
  /** Prefix of the task queues. */
  taskQueue: string;
  /** Absolute. */
  dataFolder: string;
  /** Absolute. */
  archiveFolder: string;
  /** What of the settings those outside are reached with. */
  settings: Pick<Settings, 'publicUrl' | 'github' | 'slack' | 'definitions'>;
  freezes: FreezeBook;
  events: ProcessEvents;
  log: Logger;
}

/**
 * Starts what does the work: the workers of both queues, and the looking after local instances that serve. Any
 * number of these may run on one Temporal and on one data folder.
 */
export async function startWorker(options: WorkerOptions): Promise<Workers> {
  const { temporal, taskQueue, dataFolder, archiveFolder, freezes, settings, events, log } = options;
  const { publicUrl, github, slack } = settings;
  const reached = publicUrl === undefined ? {} : { publicUrl };
  const providers = {
    dataFolder,
    environment: process.env,
    ...reached,
    ...(github === undefined ? {} : { github }),
    ...(slack === undefined ? {} : { slack }),
    log,
  };
  const client = (): OpenTemporal['client'] => temporal.client;
  const workers = await startWorkers({
    connection: temporal.native,
    namespace: temporal.target.namespace,
    dataConverter: temporal.dataConverter,
    taskQueue,
    workflowBundle: loadWorkflowBundle(log, temporal.dataConverter.failureConverterPath),
    context: {
      world: createWorld(providers),
      client,
      archiveFolder,
      ...reached,
      freezes,
      schedules: { definitions: settings.definitions, dataFolder, taskQueue },
      events,
      stops: createStops(),
      log,
    },
  });
  const supervisor = superviseInstances(providers);
  return {
    ended: workers.ended,
    stop: async () => {
      await supervisor.stop();
      await workers.stop();
    },
  };
}
