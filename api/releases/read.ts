/** Reads one release from wherever it is known: its workflow, Temporal's own view of it, or the archive. */
import { WorkflowNotFoundError, type WorkflowExecutionDescription } from '@temporalio/client';
import { status as statusQuery, type ReleaseStatus } from '../../workflows/messages.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { isUnanswered } from '../temporal-errors.ts';
import type { ReleaseView } from '../wire/release.ts';
import { readHeartbeat } from './heartbeat.ts';
import { readInput } from './input.ts';
import { endedFromOutside } from './lost.ts';
import { readRetrying } from './retrying.ts';
import { archivedView } from './reports.ts';
import { staleView } from './stale-view.ts';
import { releaseWorkflow } from './workflow-ids.ts';

/** How long a worker may take to answer, in milliseconds. */
const PATIENCE = 2000;

/**
 * Everything about one release. Where no worker answers within 2 s it is what Temporal itself knows, marked
 * `stale`. Throws `release_not_found`, or that Temporal cannot be reached.
 */
export async function readRelease(context: ApiContext, id: string): Promise<ReleaseView> {
  const description = await describeRelease(context, id);
  if (description === undefined) return fromArchive(context, id);
  const asked = await askStatus(context, id);
  if (asked === undefined) return withoutWorker(context, id, description);
  return endedFromOutside({ ...asked, ...(await pending(context, description)), stale: false }, description);
}

/** Temporal's own view of a release; undefined when Temporal does not know it, or not any more. */
export async function describeRelease(
  { client }: ApiContext,
  id: string,
): Promise<WorkflowExecutionDescription | undefined> {
  try {
    return await askTemporal(client, async () => client.workflow.getHandle(releaseWorkflow(id)).describe());
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return undefined;
    throw error;
  }
}

async function askStatus({ client }: ApiContext, id: string): Promise<ReleaseStatus | undefined> {
  try {
    return await client.withDeadline(Date.now() + PATIENCE, async () =>
      client.workflow.getHandle(releaseWorkflow(id)).query(statusQuery),
    );
  } catch (error) {
    if (isUnanswered(error)) return undefined;
    throw error;
  }
}

async function withoutWorker(
  context: ApiContext,
  id: string,
  description: WorkflowExecutionDescription,
): Promise<ReleaseView> {
  if (description.status.name !== 'RUNNING') {
    const archived = await archivedView(context.settings.archive.folder, id);
    if (archived !== undefined) return archived;
  }
  const input = await readInput(context.client, id);
  if (input === undefined) {
    throw new ApiError('worker_unavailable', `no worker answered for ${id}, and its input cannot be read`);
  }
  return endedFromOutside(
    { ...staleView(input, description), ...(await pending(context, description)) },
    description,
  );
}

/** What Temporal knows of the activities that have not ended. */
async function pending(
  { client }: ApiContext,
  description: WorkflowExecutionDescription,
): Promise<Pick<ReleaseView, 'live' | 'retrying'>> {
  const live = await readHeartbeat(client, description);
  const retrying = await readRetrying(client, description.raw.pendingActivities ?? []);
  return { ...(live === undefined ? {} : { live }), ...(retrying === undefined ? {} : { retrying }) };
}

async function fromArchive(context: ApiContext, id: string): Promise<ReleaseView> {
  const archived = await archivedView(context.settings.archive.folder, id);
  if (archived === undefined) throw unknownRelease(id);
  return archived;
}

/** The refusal of an id that neither Temporal nor the archive knows. */
export function unknownRelease(id: string): ApiError {
  return new ApiError(
    'release_not_found',
    `there is no release ${id}, or it waits in its lane's queue; sluice release list shows those there are`,
  );
}
