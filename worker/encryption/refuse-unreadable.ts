import type { Client } from '@temporalio/client';
import { UnreadablePayload } from '../../activities/payloads.ts';
import { StartError } from '../start-error.ts';
import type { TemporalTarget } from '../temporal-target.ts';

/** How many running workflows are looked at; those of one daemon are encrypted alike. */
const MOST = 100;
const RUNNING = `WorkflowType IN ('lane', 'release') AND ExecutionStatus = 'Running'`;
const PATIENCE = 10_000;

/**
 * Looks at what running workflows say of themselves. Throws a StartError when one of them cannot be read: a daemon
 * without its key would take their tasks and fail them, one after the other, while their releases stand still.
 */
export async function refuseUnreadable(
  { client }: { client: Client },
  { address, namespace }: TemporalTarget,
): Promise<void> {
  try {
    await client.withDeadline(Date.now() + PATIENCE, async () => {
      let looked = 0;
      for await (const _ of client.workflow.list({ query: RUNNING, pageSize: MOST })) {
        looked += 1;
        if (looked === MOST) break;
      }
    });
  } catch (error) {
    if (!(error instanceof UnreadablePayload)) throw error;
    const what = `What runs in namespace ${namespace} of Temporal at ${address} cannot be read`;
    throw new StartError(`${what}. ${error.message}`, { cause: error });
  }
}
