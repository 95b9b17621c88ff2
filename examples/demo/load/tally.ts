import { z } from 'zod';
import type { Answer } from './request.ts';

/** Requests are counted by the window in which they were sent; its length in milliseconds. */
export const windowLength = 100;

const counted = z.object({
  /** Start of the window, milliseconds since the epoch. */
  window: z.number(),
  version: z.string(),
  slot: z.string(),
  answered: z.number(),
  /** Of these, the ones that were 5xx or slower than the bound. */
  bad: z.number(),
});

const dropped = z.object({ window: z.number(), reason: z.string(), count: z.number() });

/** What became known since the report before. */
export const report = z.object({
  /** When the report was made, milliseconds since the epoch. */
  at: z.number(),
  sent: z.number(),
  /** Every request that was sent before this has its answer, or was dropped. */
  settledBefore: z.number(),
  counted: z.array(counted),
  dropped: z.array(dropped),
});

export type Report = z.infer<typeof report>;

/** Adds answers up until they are reported. */
export interface Tally {
  sent(at: number): void;
  settled(at: number, answer: Answer): void;
  /** Everything since the last call. */
  take(now: number): Report;
}

/** Counts what a load generator sees. An answer that takes more than `slowerThan` milliseconds is bad. */
export function createTally(slowerThan: number): Tally {
  let sent = 0;
  const open = new Map<number, number>();
  const answers = new Map<string, Report['counted'][number]>();
  const drops = new Map<string, Report['dropped'][number]>();
  return {
    sent(at) {
      sent += 1;
      const window = windowOf(at);
      open.set(window, (open.get(window) ?? 0) + 1);
    },
    settled(at, answer) {
      const window = windowOf(at);
      const left = (open.get(window) ?? 1) - 1;
      if (left === 0) open.delete(window);
      else open.set(window, left);
      if (answer.kind === 'dropped') {
        const { reason } = answer;
        const drop = entry(drops, `${window} ${reason}`, () => ({ window, reason, count: 0 }));
        drop.count += 1;
        return;
      }
      const { version, slot } = answer;
      const cell = entry(answers, `${window} ${version} ${slot}`, () => ({
        window,
        version,
        slot,
        answered: 0,
        bad: 0,
      }));
      cell.answered += 1;
      if (answer.status >= 500 || answer.milliseconds > slowerThan) cell.bad += 1;
    },
    take(now) {
      const taken: Report = {
        at: now,
        sent,
        settledBefore: Math.min(windowOf(now), ...open.keys()),
        counted: [...answers.values()],
        dropped: [...drops.values()],
      };
      sent = 0;
      answers.clear();
      drops.clear();
      return taken;
    },
  };
}

function windowOf(time: number): number {
  return Math.floor(time / windowLength) * windowLength;
}

function entry<V>(map: Map<string, V>, key: string, make: () => V): V {
  const found = map.get(key) ?? make();
  map.set(key, found);
  return found;
}
