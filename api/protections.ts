/** Deployments that GitHub holds back, read from what their workflows publish: that needs no worker. */
import { WorkflowNotFoundError } from '@temporalio/client';
import { z } from 'zod';
import { askTemporal } from './ask-temporal.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { protectionView, type ProtectionView } from './wire/protection.ts';

const MOST = 200;
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

/** Those that wait, then those that Temporal has not forgotten, newest first; at most 200. */
export async function listProtections({ client }: ApiContext): Promise<ProtectionView[]> {
  const found: ProtectionView[] = [];
  await askTemporal(client, async () => {
    for await (const { memo } of client.workflow.list({ query: "WorkflowType = 'protection'" })) {
      const known = published.safeParse(memo).data;
      if (known !== undefined) found.push(known.protection);
      if (found.length >= MOST) break;
    }
  });
  const waits = (each: ProtectionView): number => (each.state === 'waiting' ? 0 : 1);
  return found.toSorted((a, b) => waits(a) - waits(b) || b.since - a.since);
}
