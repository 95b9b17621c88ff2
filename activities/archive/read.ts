import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { coversLane } from '../../config/grants.ts';
import { errorCode } from '../../providers/error-code.ts';
import { indexFile, reportFile } from './layout.ts';
import { newestFirst, readIndex } from './read-index.ts';
import type { ReportEntry } from './report.ts';

/** Which finished releases are listed. */
export interface ReportFilter {
  /** `SERVICE.ENVIRONMENT`. */
  lane?: string;
  service?: string;
  environment?: string;
  outcome?: string;
  version?: string;
  /** Begun from this moment on, and before that one, in milliseconds since the epoch. */
  from?: number;
  to?: number;
  /** Only those in lanes of one of these patterns, `SERVICE@ENVIRONMENT`, each part of which may be `*`. */
  lanes?: readonly string[];
  /** Only those that come after this one. */
  after?: Pick<ReportEntry, 'id' | 'finishedAt'>;
  /** At most so many. */
  limit: number;
}

/** The report of a finished release as its JSON says; undefined when there is none, or the id is not one. */
export async function readReport(archiveFolder: string, id: string): Promise<unknown> {
  const file = reportFile(archiveFolder, id);
  const text = file === undefined ? undefined : await readIfThere(file);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Finished releases, newest first; of two that finished at once the one with the higher id. */
export async function listReports(archiveFolder: string, filter: ReportFilter): Promise<ReportEntry[]> {
  const found: ReportEntry[] = [];
  for (const entry of await readIndex(indexFile(archiveFolder))) {
    if (found.length >= filter.limit) break;
    if (matches(entry, filter)) found.push(entry);
  }
  return found;
}

/** The newest reports of each lane, newest first, at most `most` of each. */
export async function newestByLane(archiveFolder: string, most: number): Promise<Map<string, ReportEntry[]>> {
  const newest = new Map<string, ReportEntry[]>();
  for (const entry of await readIndex(indexFile(archiveFolder))) {
    const found = newest.get(entry.lane);
    if (found === undefined) newest.set(entry.lane, [entry]);
    else if (found.length < most) found.push(entry);
  }
  return newest;
}

/** The highest release number of a lane in the archive; 0 for none. */
export async function lastArchivedNumber(archiveFolder: string, lane: string): Promise<number> {
  let names: string[];
  try {
    names = await readdir(join(archiveFolder, lane));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return 0;
    throw error;
  }
  const numbers = names.map((name) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? 0));
  return Math.max(0, ...numbers);
}

function matches(
  entry: ReportEntry,
  { lane, service, environment, outcome, version, from, to, lanes, after }: ReportFilter,
): boolean {
  return (
    (lane === undefined || entry.lane === lane) &&
    (service === undefined || entry.lane.startsWith(`${service}.`)) &&
    (environment === undefined || entry.lane.endsWith(`.${environment}`)) &&
    (outcome === undefined || entry.outcome === outcome) &&
    (version === undefined || entry.version === version) &&
    (from === undefined || entry.startedAt >= from) &&
    (to === undefined || entry.startedAt < to) &&
    (lanes === undefined || lanes.some((pattern) => coversLane(pattern, entry.lane))) &&
    (after === undefined || newestFirst(after, entry) < 0)
  );
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
