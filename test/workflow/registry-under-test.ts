import { randomUUID } from 'node:crypto';
import type { WorkflowHandle } from '@temporalio/client';
import { actQueue } from '../../workflows/queues.ts';
import type { RegistryInput, RegistryState } from '../../workflows/registry-messages.ts';
import type { registry } from '../../workflows/registry.ts';
import type { Rig } from './environment.ts';

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
