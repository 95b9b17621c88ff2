import { condition } from '@temporalio/workflow';
import type { Life } from './life.ts';

/** What was to end longer ago than this was not seen to its end: no worker ran. In milliseconds. */
export const LATE = 30_000;

/**
 * Waits for `done` until `deadline` (milliseconds since the epoch), or until where it was moved meanwhile. Time that
 * the release stood paused does not count. `missed`: the deadline passed while no worker ran.
 */
export async function waitUntil(
  life: Life,
  deadline: number,
  done: () => boolean,
): Promise<'done' | 'passed' | 'missed'> {
  const wait = (life.wait = { end: deadline });
  try {
    for (;;) {
      if (life.pausedBy === null) {
        const { end } = wait;
        const changed = (): boolean => life.pausedBy !== null || wait.end !== end;
        const inTime = await condition(() => done() || changed(), Math.max(1, end - Date.now()));
        if (done()) return 'done';
        if (!inTime && !changed()) return Date.now() - end > LATE ? 'missed' : 'passed';
        if (life.pausedBy === null) continue;
      }
      const since = Date.now();
      await condition(() => done() || life.pausedBy === null);
      if (done()) return 'done';
      wait.end += Date.now() - since;
    }
  } finally {
    life.wait = null;
  }
}
