import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { readPayload } from '../../activities/payloads.ts';
import type { ReleaseInput } from '../../workflows/messages.ts';
import { askTemporal } from '../ask-temporal.ts';
import { releaseWorkflow } from './workflow-ids.ts';

const input = z.custom<ReleaseInput>(
  (value) =>
    z.looseObject({ id: z.string(), plan: z.looseObject({ steps: z.array(z.unknown()) }) }).safeParse(value)
      .success,
);

/**
 * What a release was started with, from the first event of its history; no worker is needed. Undefined where
 * it cannot be understood. Throws Temporal's errors, among them the one for an unknown workflow.
 */
export async function readInput(client: Client, id: string): Promise<ReleaseInput | undefined> {
  const asked = {
    namespace: client.options.namespace,
    execution: { workflowId: releaseWorkflow(id) },
    maximumPageSize: 1,
  };
  const { history } = await askTemporal(client, async () =>
    client.workflowService.getWorkflowExecutionHistory(asked),
  );
  const payload = history?.events?.[0]?.workflowExecutionStartedEventAttributes?.input?.payloads?.[0];
  return input.safeParse(await readPayload(client, payload)).data;
}
