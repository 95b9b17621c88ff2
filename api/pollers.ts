import { actQueue, watchQueue } from '../workflows/queues.ts';
import { askTemporal } from './ask-temporal.ts';
import type { ApiContext } from './context.ts';

/** A worker that has not asked for work for this long is taken as gone, in milliseconds. */
const POLL_AGE = 70_000;
/** Temporal's number for the queue of workflow tasks, and for that of activities. */
const TYPE = { workflow: 1, activity: 2 } as const;

/** Workers that poll one of the two queues. */
export interface Pollers {
  queue: 'act' | 'watch';
  /** The whole name of the task queue. */
  name: string;
  /** Those that asked for work within 70 s. */
  workers: number;
}

/** Who polls the two queues. Throws `temporal_unavailable`. */
export async function readPollers(context: ApiContext): Promise<Pollers[]> {
  const prefix = context.settings.temporal.taskQueue;
  return Promise.all([
    readQueue(context, 'act', actQueue(prefix), TYPE.workflow),
    readQueue(context, 'watch', watchQueue(prefix), TYPE.activity),
  ]);
}

async function readQueue(
  { client }: ApiContext,
  queue: Pollers['queue'],
  name: string,
  type: 1 | 2,
): Promise<Pollers> {
  const { namespace } = client.options;
  const asked = { namespace, taskQueue: { name }, taskQueueType: type };
  const { pollers } = await askTemporal(client, async () => client.workflowService.describeTaskQueue(asked));
  const oldest = Date.now() - POLL_AGE;
  const present = (pollers ?? []).filter((each) => Number(each.lastAccessTime?.seconds ?? 0) * 1000 > oldest);
  return { queue, name, workers: present.length };
}
