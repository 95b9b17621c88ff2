import { activityInfo } from '@temporalio/activity';
import { readHistory } from './archive/history.ts';
import type { Report } from './archive/report.ts';
import { storeReport } from './archive/store.ts';
import type { ActivityContext } from './context.ts';
import type { ActActivities } from './types.ts';
import { metricsOf, settingsOf } from './watch/metrics.ts';
import type { ReleaseEvent, ReleaseStatus } from '../workflows/messages.ts';

const PATIENCE = 10_000;

/** Writes the report of a release out of its own history. */
export function createArchiveActivities(context: ActivityContext): Pick<ActActivities, 'archive'> {
  return {
    async archive(id) {
      const { workflowExecution } = activityInfo();
      const temporal = context.client();
      const handle = temporal.workflow.getHandle(
        workflowExecution?.workflowId ?? `release/${id}`,
        workflowExecution?.runId,
      );
      const report = await temporal.withDeadline(Date.now() + PATIENCE, async (): Promise<Report> => {
        const { input, blocks, state } = readHistory(await handle.fetchHistory());
        // The release still runs while its report is written, so it answers for itself.
        const status = await handle.query<ReleaseStatus>('status');
        const events = await handle.query<ReleaseEvent[], [number]>('events', 0);
        const { plan } = input;
        const judged =
          state === undefined
            ? {}
            : {
                metrics: metricsOf(plan.metrics, state.edges),
                settings: settingsOf(plan.analysis, state.granularity),
              };
        return { schemaVersion: 1, id, input, status, events, evidence: { ...judged, blocks } };
      });
      await storeReport(context.archiveFolder, report);
    },
  };
}
