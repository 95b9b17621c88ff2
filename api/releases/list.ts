/** Lists releases from Temporal's visibility and from the archive, which remembers longer. */
import type { Client } from '@temporalio/client';
import { coversLane } from '../../config/grants.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import type { ReleasePage, ReleaseRow } from '../wire/release.ts';
import { isAfter, writeCursor, type Cursor } from './cursor.ts';
import { archivedRows } from './reports.ts';
import { toRow } from './row.ts';
import { visibilityQuery, type ReleaseFilter } from './visibility.ts';

type Part = Cursor['part'];

/**
 * One page: running releases first, then finished ones, each part newest first. `limit` is at least 1. What is in no
 * lane of `filter.lanes` neither takes a place on it nor shows in where the next one begins.
 */
export async function listReleases(
  context: ApiContext,
  filter: ReleaseFilter & Required<Pick<ReleaseFilter, 'lanes'>>,
  limit: number,
  cursor?: Cursor,
): Promise<ReleasePage> {
  const found: { part: Part; row: ReleaseRow }[] = [];
  for (const part of ['running', 'finished'] as const) {
    if (found.length > limit || (part === 'running' && cursor?.part === 'finished')) continue;
    const after = cursor?.part === part ? cursor : undefined;
    const rows = await readPart(context, part, filter, limit + 1, after);
    const shown = new Set(found.map(({ row }) => row.id));
    for (const row of rows) if (!shown.has(row.id)) found.push({ part, row });
  }
  const page = found.slice(0, limit);
  const last = page.at(-1);
  const releases = page.map(({ row }) => row);
  if (found.length <= limit || last === undefined) return { releases };
  return {
    releases,
    next: writeCursor({ part: last.part, at: timeOf(last.part, last.row), id: last.row.id }),
  };
}

/** Every release that runs now, as Temporal's visibility knows them. */
export async function runningReleases({ client }: ApiContext): Promise<ReleaseRow[]> {
  return fromVisibility(client, 'running', {}, Number.POSITIVE_INFINITY);
}

async function readPart(
  { client, settings }: ApiContext,
  part: Part,
  filter: ReleaseFilter,
  limit: number,
  after?: Cursor,
): Promise<ReleaseRow[]> {
  const rows = new Map<string, ReleaseRow>();
  for (const row of await fromVisibility(client, part, filter, limit, after)) rows.set(row.id, row);
  if (part === 'finished') {
    const archived = await archivedRows(settings.archive.folder, filter, limit, after);
    for (const row of archived) rows.set(row.id, row);
  }
  return [...rows.values()]
    .filter((row) => after === undefined || isAfter({ at: timeOf(part, row), id: row.id }, after))
    .toSorted((a, b) => timeOf(part, b) - timeOf(part, a) || (a.id < b.id ? 1 : -1))
    .slice(0, limit);
}

async function fromVisibility(
  client: Client,
  part: Part,
  filter: ReleaseFilter,
  limit: number,
  after?: Cursor,
): Promise<ReleaseRow[]> {
  const query = visibilityQuery(part, filter, after?.at);
  if (query === undefined) return [];
  return askTemporal(client, async () => {
    const rows: ReleaseRow[] = [];
    for await (const info of client.workflow.list({ query, pageSize: Math.min(limit + 1, 200) })) {
      const row = toRow(info);
      if (filter.lanes?.some((pattern) => coversLane(pattern, row.lane)) === false) continue;
      if (after !== undefined && !isAfter({ at: timeOf(part, row), id: row.id }, after)) continue;
      rows.push(row);
      if (rows.length >= limit) break;
    }
    return rows;
  });
}

function timeOf(part: Part, row: ReleaseRow): number {
  return part === 'running' ? row.startedAt : (row.finishedAt ?? row.startedAt);
}
