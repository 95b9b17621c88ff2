import { z } from 'zod';
import { actQueue, watchQueue } from '../../workflows/queues.ts';
import { answers } from '../answers.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { App } from './index.ts';

/** A worker that has not asked for work for this long is taken as gone, in milliseconds. */
const POLL_AGE = 70_000;
/** Temporal's number for the queue of workflow tasks, and for that of activities. */
const QUEUE = { workflow: 1, activity: 2 } as const;

/** GET /healthz: the process lives. GET /readyz: Temporal answers and workers poll both queues. */
export function addHealth(app: App, context: ApiContext): void {
  const ok = z.object({ status: z.literal('ok') });
  const alive = { summary: 'The process lives', tags: ['health'], response: answers({ 200: ok }) };
  app.get('/healthz', { schema: alive }, () => ({ status: 'ok' as const }));

  const ready = {
    summary: 'Temporal answers, and a worker polls each queue',
    tags: ['health'],
    response: answers({ 200: ok }, 'worker_unavailable', 'temporal_unavailable'),
  };
  app.get('/readyz', { schema: ready }, async () => {
    const prefix = context.settings.temporal.taskQueue;
    await requirePollers(context, actQueue(prefix), QUEUE.workflow);
    await requirePollers(context, watchQueue(prefix), QUEUE.activity);
    return { status: 'ok' as const };
  });
}

async function requirePollers({ client }: ApiContext, name: string, type: 1 | 2): Promise<void> {
  const { namespace } = client.options;
  const asked = { namespace, taskQueue: { name }, taskQueueType: type };
  const { pollers } = await askTemporal(client, async () => client.workflowService.describeTaskQueue(asked));
  const newest = Math.max(0, ...(pollers ?? []).map((poller) => Number(poller.lastAccessTime?.seconds ?? 0)));
  if (Date.now() - newest * 1000 < POLL_AGE) return;
  throw new ApiError('worker_unavailable', `no worker polls ${name}; start one with sluice serve`);
}
