import { Context, sleep } from '@temporalio/activity';
import { judgeRaise, type Frozen } from '../../config/freezes/judge-raise.ts';
import type { Milliseconds } from '../../config/plan.ts';
import type { ActivityContext } from '../context.ts';
import type { WatchActivities } from '../types.ts';

/** Between two looks, and between two heartbeats. */
const EVERY: Milliseconds = 1000;
const BEAT: Milliseconds = 10_000;

/**
 * Waits until traffic may be raised, or something else keeps it from that; at `until` it answers in any case. It only
 * reads, so two attempts at once are harmless.
 */
export function createThawActivity({ freezes }: ActivityContext): Pick<WatchActivities, 'thaw'> {
  return {
    async thaw({ raise, known, until }) {
      const { cancellationSignal: signal } = Context.current();
      for (let beat = 0; ;) {
        const now = Date.now();
        if (now - beat >= BEAT) {
          Context.current().heartbeat();
          beat = now;
        }
        const found = judgeRaise(raise, await freezes.known(), now);
        signal.throwIfAborted();
        if (!same(found, known) || now >= until) return found ?? null;
        await sleep(Math.min(EVERY, Math.max(1, (known.until ?? Infinity) - now)));
      }
    },
  };
}

function same(found: Frozen | undefined, known: Frozen): boolean {
  return found?.message === known.message && found.until === known.until;
}
