import { endProcesses } from '../../providers/platforms/process/end-processes.ts';
import { findProcesses, type ProcessEntry } from '../../providers/platforms/process/process-table.ts';
import { findLiving } from '../living.ts';
import type { EmbeddedLayout } from './layout.ts';
import type { ServerRecord } from './record.ts';

/**
 * Servers of this folder that run already: the recorded one, and any that a daemon started just before it was
 * killed, with no time to record it.
 */
export async function findServers(
  layout: EmbeddedLayout,
  record: ServerRecord | undefined,
): Promise<ProcessEntry[]> {
  const marked = await findProcesses(new Set(), new RegExp(layout.mark));
  const recorded = await findLiving(record?.process);
  if (!recorded || marked.some(({ pid }) => pid === recorded.pid)) return marked;
  return [...marked, recorded];
}

/**
 * Ends servers of this folder and waits until they are gone: two on one database would spoil it. `grace` is the
 * time between SIGTERM and SIGKILL, in milliseconds.
 */
export async function endServers(
  layout: EmbeddedLayout,
  servers: ProcessEntry[],
  grace = 5000,
): Promise<void> {
  const living = async (): Promise<ProcessEntry[]> => {
    const found = await Promise.all(servers.map(findLiving));
    return found.filter((entry) => entry !== undefined);
  };
  const place = `the embedded Temporal in ${layout.folder}`;
  await endProcesses(place, grace, living, new AbortController().signal);
}
