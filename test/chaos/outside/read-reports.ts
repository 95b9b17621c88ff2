import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readReport } from '../../../activities/archive/read.ts';
import { reported, type Reported } from '../reported.ts';

/** The reports of a lane in the archive, by their numbers. Throws where one is no report. */
export async function readReports(archive: string, lane: string): Promise<Reported[]> {
  const names = await readdir(join(archive, lane)).catch(() => []);
  const numbers = names.flatMap((name) => /^(\d+)\.json$/.exec(name)?.[1] ?? []).map(Number);
  return Promise.all(
    numbers
      .toSorted((a, b) => a - b)
      .map(async (number) => reported.parse(await readReport(archive, `${lane}.${number}`))),
  );
}
