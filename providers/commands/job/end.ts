import { writeFile } from 'node:fs/promises';
import type { Milliseconds } from '../../../config/plan.ts';
import { errorCode } from '../../error-code.ts';
import { endProcesses } from '../../platforms/process/end-processes.ts';
import { findProcesses, type ProcessEntry } from '../../platforms/process/process-table.ts';
import type { JobFiles } from './layout.ts';
import type { JobRecord } from './record.ts';
import { tokenVariable } from './start.ts';
import { stateOf } from './state.ts';

/** Time between SIGTERM and SIGKILL. */
const killGrace: Milliseconds = 10_000;

/** Ends the command with all that it started, and waits until it is gone. `why` goes on: "was ended …". */
export async function endJob(job: JobRecord, files: JobFiles, why: string): Promise<void> {
  try {
    await writeFile(files.why, why, { mode: 0o600 });
  } catch (error) {
    // It has ended, and was taken out of its lane.
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  await endRemains(job, files);
}

/** Ends what still runs of a job, also where its shell was killed alone. */
export async function endRemains(job: JobRecord, files: JobFiles): Promise<void> {
  await endProcesses(job.what, killGrace, () => processesOf(job, files), new AbortController().signal);
}

/** The shell with its group, and whatever else carries the job's token. */
async function processesOf(job: JobRecord, files: JobFiles): Promise<ProcessEntry[]> {
  const state = await stateOf(job, files);
  // A command that has ended by itself may have left on purpose what goes on running.
  if (state.kind === 'ended' && state.status !== undefined) return [];
  const groups = new Set(state.kind === 'running' ? [state.pid] : []);
  return findProcesses(groups, new RegExp(`(^|[\\0\\s])${tokenVariable}=${job.id}(?=[\\0\\s]|$)`));
}
