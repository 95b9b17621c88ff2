/** A calendar that is read again and again, and counts by its last copy where it cannot be. */
import { join } from 'node:path';
import type { CalendarConfig } from '../../config/freezes/calendar.ts';
import type { KnownCalendar } from '../../config/freezes/judge-raise.ts';
import type { Milliseconds } from '../../config/plan.ts';
import type { ProviderContext } from '../context.ts';
import { fetchCalendar } from './fetch-calendar.ts';
import { keepCopy, lastCopy, type Copy } from './last-copy.ts';
import { readInThread } from './read-in-thread.ts';

/** One calendar of the settings. */
export interface Calendar {
  /** What is known of it now, once it was tried to be read. */
  known(): Promise<KnownCalendar>;
  /** Reads it no more. */
  close(): void;
}

/** From one reading to the next, and to the next try after one that did not work. */
const EVERY: Milliseconds = 5 * 60_000;
const AGAIN: Milliseconds = 60_000;

/**
 * Begins to read a calendar every 5 minutes, up to `ahead` milliseconds from now. The last copy that was understood is
 * kept in the data folder, so that a restart does not lose it.
 */
export function openCalendar(
  config: CalendarConfig,
  ahead: Milliseconds,
  context: ProviderContext,
): Calendar {
  const { name, lanes, timeZone } = config;
  const from = 'url' in config.from ? config.from.url : config.from.file;
  const file = join(context.dataFolder, 'calendars', `${name}.json`);
  const closing = new AbortController();
  const known: KnownCalendar = { name, lanes, freezes: [], readAt: null };
  let timer: NodeJS.Timeout | undefined;

  const understand = async ({ text, readAt }: Copy): Promise<void> => {
    const now = Date.now();
    const zone = timeZone === undefined ? {} : { timeZone };
    const occurrences = await readInThread({ text, from: now, to: now + ahead, ...zone });
    known.freezes = occurrences.map(({ summary, start, end }) => ({
      by: `calendar ${name}`,
      lanes,
      reason: summary,
      start,
      end,
    }));
    known.readAt = readAt;
  };

  const read = async (): Promise<void> => {
    try {
      const text = await fetchCalendar(config, context.environment, closing.signal);
      const copy = { from, readAt: Date.now(), text };
      await understand(copy);
      await keepCopy(file, copy);
      if (known.failed !== undefined) context.log.info({ calendar: name }, 'the calendar can be read again');
      delete known.failed;
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      if (failed !== known.failed)
        context.log.warn({ calendar: name }, `the calendar cannot be read: ${failed}`);
      known.failed = failed;
    }
    if (closing.signal.aborted) return;
    timer = setTimeout(() => void read(), known.failed === undefined ? EVERY : AGAIN).unref();
  };

  const begin = async (): Promise<void> => {
    const copy = await lastCopy(file, from);
    if (copy !== undefined) await understand(copy).catch(() => undefined);
    await read();
  };
  const begun = begin();
  return {
    known: async () => {
      await begun;
      return { ...known };
    },
    close: () => {
      closing.abort();
      clearTimeout(timer);
    },
  };
}
