import { setTimeout as sleep } from 'node:timers/promises';
import type { Milliseconds } from '../../../config/plan.ts';
import { errorCode } from '../../error-code.ts';
import { isAlive } from './instances.ts';
import type { ProcessEntry } from './process-table.ts';

/** Time after SIGKILL until a process that is still there is an error. */
const killPatience: Milliseconds = 10_000;

/**
 * Ends the processes that `find` finds: SIGTERM once each, SIGKILL after the grace. Looks again until none is
 * left, since a process may have made others meanwhile. Throws when one outlives its SIGKILL by 10 s.
 */
export async function endProcesses(
  place: string,
  grace: Milliseconds,
  find: () => Promise<ProcessEntry[]>,
  signal: AbortSignal,
): Promise<void> {
  const told = new Map<string, ProcessEntry>();
  const killAt = Date.now() + grace;
  // Not by the clock alone: where looking itself takes long, nobody may have been killed yet.
  let killedAt = Number.POSITIVE_INFINITY;
  for (;;) {
    const living = new Map((await find()).map((entry) => [`${entry.pid} ${entry.start}`, entry]));
    // A child whose parent went first may be known only from the round before.
    for (const [key, entry] of told) if (await isAlive(entry)) living.set(key, entry);
    if (living.size === 0) return;
    if (Date.now() > killedAt + killPatience) {
      const pids = [...living.values()].map(({ pid }) => pid).join(', ');
      throw new Error(
        `Processes of ${place} are still there after SIGKILL: ${pids}. Look at what holds them.`,
      );
    }
    const force = Date.now() >= killAt;
    for (const [key, entry] of living) {
      if (!force && told.has(key)) continue;
      told.set(key, entry);
      await tell(entry, force ? 'SIGKILL' : 'SIGTERM');
    }
    if (force) killedAt = Math.min(killedAt, Date.now());
    await sleep(100);
    signal.throwIfAborted();
  }
}

async function tell(entry: ProcessEntry, message: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (!(await isAlive(entry))) return;
  try {
    process.kill(entry.pid, message);
  } catch (error) {
    if (errorCode(error) !== 'ESRCH') throw error;
  }
}
