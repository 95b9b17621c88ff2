import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../providers/error-code.ts';
import { indexFile, reportFile } from './layout.ts';
import type { ReportEntry } from './report.ts';

const entrySchema = z.object({
  id: z.string(),
  lane: z.string(),
  number: z.number(),
  kind: z.string().default('release'),
  version: z.string(),
  outcome: z.string(),
  cause: z.string().exactOptional(),
  sentence: z.string(),
  actor: z.string(),
  startedAt: z.number(),
  finishedAt: z.number(),
});

/** Which finished releases are listed. */
export interface ReportFilter {
  /** `SERVICE.ENVIRONMENT`. */
  lane?: string;
  service?: string;
  outcome?: string;
  /** Only those that finished before this time, milliseconds since the epoch. */
  before?: number;
  /** At most so many. */
  limit: number;
}

/** The report of a finished release as its JSON says; undefined when there is none, or the id is not one. */
export async function readReport(archiveFolder: string, id: string): Promise<unknown> {
  const file = reportFile(archiveFolder, id);
  const text = file === undefined ? undefined : await readIfThere(file);
  return text === undefined ? undefined : JSON.parse(text);
}

/** Finished releases, newest first. A line of the index that a power cut tore is passed over. */
export async function listReports(archiveFolder: string, filter: ReportFilter): Promise<ReportEntry[]> {
  const text = (await readIfThere(indexFile(archiveFolder))) ?? '';
  const entries = new Map<string, ReportEntry>();
  for (const line of text.split('\n')) {
    const entry = parseEntry(line);
    if (entry !== undefined && matches(entry, filter)) entries.set(entry.id, entry);
  }
  const newestFirst = [...entries.values()].toSorted((a, b) => b.finishedAt - a.finishedAt);
  return newestFirst.slice(0, filter.limit);
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

function matches(entry: ReportEntry, { lane, service, outcome, before }: ReportFilter): boolean {
  return (
    (lane === undefined || entry.lane === lane) &&
    (service === undefined || entry.lane.startsWith(`${service}.`)) &&
    (outcome === undefined || entry.outcome === outcome) &&
    (before === undefined || entry.finishedAt < before)
  );
}

function parseEntry(line: string): ReportEntry | undefined {
  if (line === '') return undefined;
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
