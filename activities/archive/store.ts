import { randomBytes } from 'node:crypto';
import { appendFile, link, mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../providers/error-code.ts';
import { indexFile, reportFile } from './layout.ts';
import { listReports, readReport } from './read.ts';
import { entryOf, type Report } from './report.ts';

const stored = z.object({ events: z.array(z.unknown()) });

/**
 * Stores a report whole or not at all. One that is there already is left as it is, unless the new one knows of more
 * events: an act may come while the report of a release is being written, and its report never changes after its end.
 */
export async function storeReport(archiveFolder: string, report: Report): Promise<void> {
  const file = reportFile(archiveFolder, report.id);
  if (file === undefined)
    throw new Error(`${report.id} is not the id of a release, so it has no place in the archive.`);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(report, null, 1)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    // A link, unlike a rename, does not replace what is there.
    await link(temporary, file).catch(async (error: unknown) => {
      if (errorCode(error) !== 'EEXIST') throw error;
      const before = stored.safeParse(await readReport(archiveFolder, report.id)).data?.events.length ?? 0;
      if (report.events.length > before) await rename(temporary, file);
    });
  } finally {
    await rm(temporary, { force: true });
  }
  await addToIndex(archiveFolder, report);
}

/** A repeated attempt may find the report stored and the index without it, or both done. */
async function addToIndex(archiveFolder: string, report: Report): Promise<void> {
  const entry = entryOf(report);
  const known = await listReports(archiveFolder, { lane: entry.lane, limit: Number.POSITIVE_INFINITY });
  if (known.some(({ id }) => id === entry.id)) return;
  // The line break comes first, so that a line which a power cut tore does not swallow this one.
  await appendFile(indexFile(archiveFolder), `\n${JSON.stringify(entry)}`, { mode: 0o600 });
}
