import type { FreezeBook } from '../../activities/freezes/book.ts';
import type { KnownFreezes } from '../../config/freezes/judge-raise.ts';

/** A book in which stands what a test says; nothing unless it says something. */
export function freezeBook(known: () => KnownFreezes = nothing): FreezeBook {
  return {
    known: async () => Promise.resolve(known()),
    forget: () => undefined,
    close: async () => Promise.resolve(),
  };
}

/** That nothing is frozen. */
export function nothing(): KnownFreezes {
  return { made: { freezes: [], stop: null }, calendars: [] };
}

/** Nothing is frozen, and no schedule runs. */
export const UNSCHEDULED = {
  freezes: freezeBook(),
  schedules: { definitions: '/nowhere', dataFolder: '/nowhere', taskQueue: 'test' },
};
