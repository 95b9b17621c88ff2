import { endProcesses } from '../../../providers/platforms/process/end-processes.ts';
import { findProcesses, type ProcessEntry } from '../../../providers/platforms/process/process-table.ts';

/**
 * The variable by which everything that was started for a rig is found again: the daemon hands it on to Temporal and
 * to instances, which both outlive it on purpose.
 */
export function markOf(temporary: string): NodeJS.ProcessEnv {
  return { TMPDIR: temporary };
}

/** Every living process that carries the mark, or that of a folder within. */
export function findLeftovers(temporary: string): Promise<ProcessEntry[]> {
  const value = temporary.replace(/[^A-Za-z0-9/_-]/g, '\\$&');
  return findProcesses(new Set(), new RegExp(`(^|[\\0\\s])TMPDIR=${value}(/[^\\0\\s]*)?(?=[\\0\\s]|$)`));
}

/** Ends every process that carries the mark, at once: what it would still write goes too. Throws when one stays. */
export function endLeftovers(temporary: string): Promise<void> {
  return endProcesses('the demo', 0, () => findLeftovers(temporary), new AbortController().signal);
}
