import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { actQueue } from '../../workflows/queues.ts';
import type { RegistryInput, RegistryState } from '../../workflows/registry-messages.ts';
import { LONG_HISTORY } from '../../workflows/long-history.ts';
import type { registry } from '../../workflows/registry.ts';
import { until } from '../rigs/until.ts';
import type { Rig } from './environment.ts';

/** Signals that are sent at the same time. */
const AT_ONCE = 100;

/** Starts a registry under an id of its own; it is ended after the test. */
export async function startRegistry(
  { client, prefix, started }: Rig,
  carried?: Partial<RegistryState>,
): Promise<WorkflowHandle<typeof registry>> {
  const workflowId = `registry-${randomUUID()}`;
  const input: RegistryInput = { schemaVersion: 1, ...(carried === undefined ? {} : { carried }) };
  started.add(workflowId);
  await client.workflow.start<typeof registry>('registry', {
    workflowId,
    taskQueue: actQueue(prefix),
    args: [input],
  });
  return client.workflow.getHandle<typeof registry>(workflowId);
}

/** Makes the history of a registry long, by what it knows nothing of, and waits for the run that follows. */
export async function continueRegistry(handle: WorkflowHandle<typeof registry>): Promise<void> {
  const { runId } = await handle.describe();
  const isNext = async (): Promise<boolean> => (await handle.describe()).runId !== runId;
  for (let sent = 0; sent < LONG_HISTORY && !(await isNext()); sent += AT_ONCE) {
    await Promise.all(Array.from({ length: AT_ONCE }, async () => handle.signal('nothing')));
  }
  await until('the next run', isNext);
}
