import { findProcess, type ProcessEntry } from '../providers/platforms/process/process-table.ts';

/** A process that cannot be confused with a later one of the same pid. */
export type KnownProcess = Pick<ProcessEntry, 'pid' | 'start'>;

/** The process if it has not ended; undefined too when its pid belongs to another one now. */
export async function findLiving(known: KnownProcess | undefined): Promise<ProcessEntry | undefined> {
  if (!known) return undefined;
  const entry = await findProcess(known.pid);
  return entry?.start === known.start ? entry : undefined;
}
