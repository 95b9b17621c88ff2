import { setTimeout as wait } from 'node:timers/promises';
import type { Milliseconds } from '../../config/plan.ts';

/** Ends a wait early. */
export interface Alarm {
  ring(): void;
  /** Waits so long, or until it rings or has rung since the last wait, or the signal aborts. True: it rang. */
  wait(length: Milliseconds, signal: AbortSignal): Promise<boolean>;
}

/** Makes an alarm; one that has `rung` already ends its first wait at once. */
export function createAlarm(rung: boolean): Alarm {
  let pending = rung;
  let waiting = new AbortController();
  return {
    ring() {
      pending = true;
      waiting.abort();
    },
    async wait(length, signal) {
      if (!pending) {
        waiting = new AbortController();
        const either = AbortSignal.any([signal, waiting.signal]);
        await wait(length, undefined, { signal: either }).catch(() => undefined);
      }
      const rang = pending;
      pending = false;
      return rang;
    },
  };
}
