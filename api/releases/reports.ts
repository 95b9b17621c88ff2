/** Finished releases as the archive has them, long after Temporal forgot them. */
import { z } from 'zod';
import { listReports, readReport } from '../../activities/archive/read.ts';
import { releaseEvent, type ReleaseEvent } from '../wire/event.ts';
import { outcome, releaseKind, releaseView, type ReleaseRow, type ReleaseView } from '../wire/release.ts';
import type { ReleaseFilter } from './visibility.ts';

const report = z.object({
  status: releaseView.omit({ stale: true, live: true }),
  events: z.array(releaseEvent),
  input: z.looseObject({ plan: z.looseObject({}) }),
});

/** What the archive keeps of a release, as far as the API shows it; undefined when it has no report. */
export async function readArchived(folder: string, id: string): Promise<z.output<typeof report> | undefined> {
  const stored = await readReport(folder, id);
  return stored === undefined ? undefined : report.parse(stored);
}

/** A finished release as its report says. */
export async function archivedView(folder: string, id: string): Promise<ReleaseView | undefined> {
  const archived = await readArchived(folder, id);
  return archived === undefined ? undefined : { ...archived.status, stale: false };
}

/** The events of a finished release as its report says; none when there is no report. */
export async function archivedEvents(folder: string, id: string): Promise<ReleaseEvent[]> {
  return (await readArchived(folder, id))?.events ?? [];
}

function kindOf(kind: string): Pick<ReleaseRow, 'kind'> {
  const { data } = releaseKind.safeParse(kind);
  return data === undefined ? {} : { kind: data };
}

/** Rows of the archive's index that pass the filter, newest first, at most `limit` of those that come after the cursor. */
export async function archivedRows(
  folder: string,
  { phase, ...filter }: ReleaseFilter,
  limit: number,
  after?: { at: number; id: string },
): Promise<ReleaseRow[]> {
  if (phase !== undefined && phase !== 'finished') return [];
  const entries = await listReports(folder, {
    ...filter,
    limit,
    ...(after === undefined ? {} : { after: { id: after.id, finishedAt: after.at } }),
  });
  return entries.map(({ id, lane, kind, version, sentence, actor, startedAt, finishedAt, ...entry }) => {
    const ended = outcome.safeParse(entry.outcome).data;
    return {
      id,
      lane,
      ...kindOf(kind),
      version,
      phase: 'finished',
      ...(ended === undefined ? {} : { outcome: ended }),
      sentence,
      actor,
      startedAt,
      finishedAt,
    };
  });
}
