import { activityInfo } from '@temporalio/activity';
import { WorkflowNotFoundError } from '@temporalio/client';
import type { DeliveredNotifier } from '../config/notifiers/index.ts';
import type { Notification } from '../providers/notifiers/notifier.ts';
import type { Delivery, DeliveryInput, Post } from '../workflows/delivery-messages.ts';
import type { ActivityContext } from './context.ts';

/** Gives up while the attempt of the activity that calls it still has time. */
const PATIENCE = 8000;

/** Events for one notifier of a plan. */
export interface Handed {
  notifier: DeliveredNotifier;
  /** Its place in the plan's list, from 1. */
  position: number;
  notifications: { tell: Notification[]; begins: boolean };
}

/**
 * Hands events to the workflow that delivers them, and starts it where it is needed. The same events may be handed
 * over again: it knows those that it has. Throws where Temporal does not take them.
 */
export async function handOver(
  context: ActivityContext,
  { notifier, position, notifications: { tell, begins } }: Handed,
): Promise<void> {
  const [first] = tell;
  if (first === undefined) return;
  const { lane, release } = first;
  const workflowId = `delivery/${release ?? lane}/${position}-${notifier.kind}`;
  const post: Post = { notifier, notifications: tell };
  const client = context.client();
  await client.withDeadline(Date.now() + PATIENCE, async () => {
    if (!begins) {
      const handle = client.workflow.getHandle(workflowId);
      await handle.signal<[Post]>('deliver', post).catch(ignoreEnded);
      return;
    }
    const subject = { lane, ...(release === undefined ? {} : { release }) };
    const input: DeliveryInput = { schemaVersion: 1, ...subject, notifier };
    await client.workflow.signalWithStart<Delivery, [Post]>('delivery', {
      workflowId,
      taskQueue: activityInfo().taskQueue,
      args: [input],
      signal: 'deliver',
      signalArgs: [post],
    });
  });
}

/** Where nothing was told before, there is nothing to bring up to date. */
function ignoreEnded(error: unknown): void {
  if (!(error instanceof WorkflowNotFoundError)) throw error;
}
