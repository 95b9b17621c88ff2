import { readFile } from 'node:fs/promises';
import { errorCode } from '../../error-code.ts';
import { readClaim } from '../../platforms/process/claim.ts';
import { isAlive } from '../../platforms/process/instances.ts';
import type { JobFiles } from './layout.ts';
import type { JobRecord } from './record.ts';

/** How a job stands. */
export type JobState =
  /** Its daemon is about to begin it. */
  | { kind: 'placed'; since: number }
  | { kind: 'running'; since: number; pid: number }
  /** Its daemon is gone, and it was never begun. */
  | { kind: 'abandoned' }
  /** The status is missing where the command's shell was killed. */
  | { kind: 'ended'; status?: number };

/** A claim that is still empty after this time was left by a shell that died while writing it. */
const claimPatience = 5000;

/** How the job stands by what its shell wrote and which processes live. */
export async function stateOf({ placedAt, owner }: JobRecord, files: JobFiles): Promise<JobState> {
  const status = await readStatus(files);
  if (status !== undefined) return { kind: 'ended', status };
  const claim = await readClaim(files.claim);
  if (claim === undefined) {
    return (await isAlive(owner)) ? { kind: 'placed', since: placedAt } : { kind: 'abandoned' };
  }
  if (claim.process === undefined) {
    return Date.now() - claim.at < claimPatience
      ? { kind: 'placed', since: claim.at }
      : { kind: 'abandoned' };
  }
  if (await isAlive(claim.process)) return { kind: 'running', since: claim.at, pid: claim.process.pid };
  // It may have ended between the two looks.
  const last = await readStatus(files);
  return { kind: 'ended', ...(last === undefined ? {} : { status: last }) };
}

async function readStatus(files: JobFiles): Promise<number | undefined> {
  try {
    return Number.parseInt(await readFile(files.status, 'utf8'), 10);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
