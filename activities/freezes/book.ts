import type { Client } from '@temporalio/client';
import type { CalendarConfig } from '../../config/freezes/calendar.ts';
import { HORIZON } from '../../config/freezes/freeze.ts';
import type { KnownFreezes } from '../../config/freezes/judge-raise.ts';
import type { Milliseconds } from '../../config/plan.ts';
import { openCalendar } from '../../providers/calendars/calendar.ts';
import type { ProviderContext } from '../../providers/context.ts';
import { readMade } from './registry.ts';

/** All that is known of freezes in this process. */
export interface FreezeBook {
  /** What is known now, of the registry as it was at most 2 s ago. Never throws. */
  known(): Promise<KnownFreezes>;
  /** What this process itself has changed is seen by it at once. */
  forget(): void;
  /** Reads calendars no more. */
  close(): Promise<void>;
}

/** What of a daemon's settings is in it. */
export interface BookOptions {
  freezes: { calendars: CalendarConfig[] };
  /** The data folder, absolute. */
  data: string;
}

/** What of the registry may be that old: many raises a second are one question. */
const FRESH: Milliseconds = 2000;

/** Begins to read the calendars. `client` may be connected later. */
export function openFreezeBook(
  calendars: readonly CalendarConfig[],
  client: () => Client,
  context: ProviderContext,
): FreezeBook {
  const open = calendars.map((config) => openCalendar(config, HORIZON, context));
  let asked: { at: number; made: Promise<KnownFreezes['made']> } | undefined;
  const made = async (): Promise<KnownFreezes['made']> => {
    if (asked === undefined || Date.now() - asked.at >= FRESH) {
      const question = { at: Date.now(), made: readMade(client()) };
      asked = question;
      // Why it is not known is not kept: the next raise asks again.
      if ('unknown' in (await question.made) && asked === question) asked = undefined;
      return question.made;
    }
    return asked.made;
  };
  return {
    known: async () => {
      const [said, read] = await Promise.all([made(), Promise.all(open.map(async (each) => each.known()))]);
      return { made: said, calendars: read };
    },
    forget: () => {
      asked = undefined;
    },
    close: async () => {
      for (const each of open) each.close();
      return Promise.resolve();
    },
  };
}
