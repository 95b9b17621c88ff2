import { condition } from '@temporalio/workflow';
import type { Life } from './life.ts';

/**
 * Waits for `done` until `deadline` (milliseconds since the epoch); false when it passed. Time that the release
 * stood paused does not count.
 */
export async function waitUntil(life: Life, deadline: number, done: () => boolean): Promise<boolean> {
  let end = deadline;
  for (;;) {
    if (life.pausedBy === null) {
      const paused = (): boolean => life.pausedBy !== null;
      if (!(await condition(() => done() || paused(), Math.max(1, end - Date.now())))) return false;
      if (done()) return true;
    }
    const since = Date.now();
    await condition(() => done() || life.pausedBy === null);
    if (done()) return true;
    end += Date.now() - since;
  }
}
