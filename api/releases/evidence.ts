/** What the verdict of a release rests on: of one that runs out of its history, else out of its report. */
import { evidenceOf } from '../../activities/archive/evidence.ts';
import { readHistory } from '../../activities/archive/history.ts';
import { readReport } from '../../activities/archive/read.ts';
import { events as eventsQuery } from '../../workflows/messages.ts';
import type { ApiContext } from '../context.ts';
import { judgedRelease, type JudgedRelease } from '../wire/judged.ts';
import { readWatchDetails } from './heartbeat.ts';
import { describeRelease, readRelease, unknownRelease } from './read.ts';
import { releaseWorkflow } from './workflow-ids.ts';

/** A history holds up to 50 MB. In milliseconds. */
const PATIENCE = 12_000;

/**
 * The evidence of a release. Throws `release_not_found`, and `worker_unavailable` or `temporal_unavailable` where a
 * running one cannot be asked.
 */
export async function readEvidence(context: ApiContext, id: string): Promise<JudgedRelease> {
  const report = await readReport(context.settings.archive.folder, id);
  if (report !== undefined) return judgedRelease.parse(report);
  // Before the history, so that a chunk which ends in between is in both and not in neither.
  const description = await describeRelease(context, id);
  if (description === undefined) throw unknownRelease(id);
  const { client } = context;
  const handle = client.workflow.getHandle(releaseWorkflow(id));
  const { recorded, events } = await client.withDeadline(Date.now() + PATIENCE, async () => ({
    recorded: await readHistory(
      client,
      await handle.fetchHistory(),
      await readWatchDetails(client, description),
    ),
    events: await handle.query(eventsQuery, 0),
  }));
  const status = await readRelease(context, id);
  return judgedRelease.parse({ id, status, evidence: await evidenceOf(recorded, events) });
}
