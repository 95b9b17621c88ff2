import { activityInfo } from '@temporalio/activity';
import { evidenceOf } from './archive/evidence.ts';
import { readHistory } from './archive/history.ts';
import { storeReport } from './archive/store.ts';
import type { ActivityContext } from './context.ts';
import { withHeartbeats } from './heartbeats.ts';
import type { ActActivities } from './types.ts';
import type { ReleaseEvent, ReleaseStatus } from '../workflows/messages.ts';

const PATIENCE = 10_000;

/** Writes the report of a release out of its own history. */
export function createArchiveActivities(context: ActivityContext): Pick<ActActivities, 'archive'> {
  return {
    archive: async (id) => withHeartbeats(async () => archive(context, id)),
  };
}

async function archive(context: ActivityContext, id: string): Promise<void> {
  const { workflowExecution } = activityInfo();
  const temporal = context.client();
  const handle = temporal.workflow.getHandle(
    workflowExecution?.workflowId ?? `release/${id}`,
    workflowExecution?.runId,
  );
  const { recorded, status, events } = await temporal.withDeadline(Date.now() + PATIENCE, async () => ({
    recorded: await readHistory(temporal, await handle.fetchHistory()),
    // The release still runs while its report is written, so it answers for itself.
    status: await handle.query<ReleaseStatus>('status'),
    events: await handle.query<ReleaseEvent[], [number]>('events', 0),
  }));
  const evidence = await evidenceOf(recorded, events);
  await storeReport(context.archiveFolder, {
    schemaVersion: 1,
    id,
    input: recorded.input,
    status,
    events,
    evidence,
  });
}
