import { condition } from '@temporalio/workflow';
import type { Life } from './life.ts';

/** What was to end longer ago than this was not seen to its end: no worker ran. In milliseconds. */
export const LATE = 30_000;

/**
 * Waits for `done` until `deadline` (milliseconds since the epoch). Time that the release stood paused does not
 * count. `missed`: the deadline passed while no worker ran.
 */
export async function waitUntil(
  life: Life,
  deadline: number,
  done: () => boolean,
): Promise<'done' | 'passed' | 'missed'> {
  let end = deadline;
  for (;;) {
    if (life.pausedBy === null) {
      const paused = (): boolean => life.pausedBy !== null;
      const inTime = await condition(() => done() || paused(), Math.max(1, end - Date.now()));
      if (done()) return 'done';
      if (!inTime) return Date.now() - end > LATE ? 'missed' : 'passed';
    }
    const since = Date.now();
    await condition(() => done() || life.pausedBy === null);
    if (done()) return 'done';
    end += Date.now() - since;
  }
}
