import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../../error-code.ts';
import { findProcess } from '../../platforms/process/process-table.ts';
import { jobFiles, type JobLayout } from './layout.ts';

const jobSchema = z.object({
  id: z.string(),
  /** What it does, in words: the same words in one lane mean the same job. */
  what: z.string(),
  program: z.array(z.string()),
  directory: z.string(),
  /** As in the plan, so secrets are references here. */
  environment: z.record(z.string(), z.string()),
  told: z.record(z.string(), z.string()),
  timeout: z.number(),
  /** Standard output is kept apart from the log. */
  answers: z.boolean(),
  /** Milliseconds since the epoch. */
  placedAt: z.number(),
  /** The daemon that placed it. */
  owner: z.object({ pid: z.number(), start: z.string() }),
});

/** A command that changes something, recorded before it begins and never changed. */
export type JobRecord = z.infer<typeof jobSchema>;

/** What is asked for; the rest of the record is its place and time. */
export type JobRequest = Omit<JobRecord, 'id' | 'placedAt' | 'owner'>;

/** Ended jobs that are kept of each lane, with their logs. */
const kept = 20;
const recordName = 'job.json';

/** The job in this folder; undefined where there is none. Throws when its record cannot be understood. */
export async function readJob(folder: string): Promise<JobRecord | undefined> {
  const path = join(folder, recordName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return jobSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(
      `${path} is no record of a command. See that none runs, then remove its folder by hand.`,
      {
        cause: error,
      },
    );
  }
}

/** Takes the lane for this job, in one act. Undefined when another job has it. */
export async function placeJob(layout: JobLayout, request: JobRequest): Promise<JobRecord | undefined> {
  const now = Date.now();
  const id = `${new Date(now).toISOString().replace(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
  const own = await findProcess(process.pid);
  if (!own) throw new Error('This process is not in the process table.');
  const record = { ...request, id, placedAt: now, owner: { pid: own.pid, start: own.start } };
  const draft = join(layout.folder, `draft-${id}`);
  // The output of a command is nobody else's: until it has ended, secrets may stand in it.
  await mkdir(jobFiles(draft, id).folder, { recursive: true, mode: 0o700 });
  try {
    await writeFile(join(draft, recordName), JSON.stringify(record, null, 2), { mode: 0o600 });
    await rename(draft, layout.current);
    return record;
  } catch (error) {
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return undefined;
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

/**
 * Takes the job out of its lane, in one act, and forgets the oldest of those that went before. Does nothing when it
 * was taken out before, whatever has the lane now. Returns the folder where it is kept.
 */
export async function removeJob(layout: JobLayout, { id }: JobRecord): Promise<string> {
  const folder = join(layout.past, id);
  await mkdir(layout.past, { recursive: true, mode: 0o700 });
  try {
    await rename(layout.current, folder);
  } catch (error) {
    // A folder cannot be moved onto one that holds something, and what was taken out before holds its record.
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(errorCode(error) ?? '')) throw error;
  }
  // Names begin with the time, so sorting is by age.
  const names = (await readdir(layout.past)).toSorted();
  for (const name of names.slice(0, -kept)) {
    await rm(join(layout.past, name), { recursive: true, force: true });
  }
  return folder;
}
