/** Deployments that GitHub holds back, read from what their workflows publish: that needs no worker. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { askTemporal } from './ask-temporal.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { highestFirst, pageByKey } from './page-by-key.ts';
import {
  protectionView,
  type ProtectionList,
  type protectionQuery,
  type ProtectionView,
} from './wire/protection.ts';

const published = z.object({ protection: protectionView });

/** The id of the workflow that answers for a deployment. */
export function protectionWorkflow(deployment: string): string {
  return `protection/${deployment}`;
}

/** One deployment. Throws `deployment_not_found` where Temporal knows none, or not any more. */
export async function readProtection({ client }: ApiContext, id: string): Promise<ProtectionView> {
  try {
    const { memo } = await askTemporal(client, async () =>
      client.workflow.getHandle(protectionWorkflow(id)).describe(),
    );
    const known = published.safeParse(memo).data;
    if (known !== undefined) return known.protection;
  } catch (error) {
    if (!(error instanceof WorkflowNotFoundError)) throw error;
  }
  throw new ApiError('deployment_not_found', `no deployment ${id} of GitHub waits, or waited lately`);
}

/** A page of those in lanes that the caller may see and that Temporal has not forgotten; `lane` is empty for no rule's. */
export async function listProtections(
  { client }: ApiContext,
  { lane, repository, state, ...asked }: z.output<typeof protectionQuery>,
  maySee: (lane: string) => boolean,
): Promise<ProtectionList> {
  const found: ProtectionView[] = [];
  await askTemporal(client, async () => {
    for await (const { memo } of client.workflow.list({ query: "WorkflowType = 'protection'" })) {
      const known = published.safeParse(memo).data?.protection;
      if (known === undefined || !maySee(known.lane)) continue;
      if (lane !== undefined && known.lane !== lane) continue;
      if (repository !== undefined && known.repository !== repository) continue;
      if (state !== undefined && known.state !== state) continue;
      found.push(known);
    }
  });
  const keyOf = ({ id, state: now, since }: ProtectionView): string =>
    `${now === 'waiting' ? 0 : 1}/${highestFirst(since)}/${id}`;
  const { page: deployments, ...more } = pageByKey(found, { list: 'protections', keyOf, ...asked });
  return { deployments, ...more };
}
