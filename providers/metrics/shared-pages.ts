import { setTimeout as wait } from 'node:timers/promises';
import { readMetricsPage, type MetricsPage } from '../metrics-page.ts';

/** Reads of one URL begin at least so long after one another, in milliseconds: what is asked meanwhile shares the next. */
const SPACING = 100;
/** URLs of which nothing was asked for so long are forgotten, in milliseconds. */
const FORGOTTEN = 60_000;

/**
 * Reads pages so that questions share reads: those of one watch about one moment, and those of all releases that ask the
 * same URL at about the same time. No answer is older than its question.
 */
export interface SharedPages {
  /**
   * The page of the URL, from a read that began at the moment, milliseconds since the epoch, or later. A read that failed
   * answers those that waited for it, and no one else.
   */
  at(url: string, moment: number, signal: AbortSignal): Promise<MetricsPage>;
}

/** The newest read of a URL, and the next, which is waited for. */
interface Reads {
  /** When the newest began; it may be going on. */
  began: number;
  newest: Promise<MetricsPage> | undefined;
  next: Promise<MetricsPage> | undefined;
}

/** Makes an empty store of pages. */
export function createSharedPages(): SharedPages {
  const known = new Map<string, Reads>();
  return {
    at(url, moment, signal) {
      const reads = known.get(url) ?? { began: -Infinity, newest: undefined, next: undefined };
      forgetOld(known);
      known.set(url, reads);
      if (reads.newest !== undefined && reads.began >= moment) return unlessAborted(reads.newest, signal);
      reads.next ??= startNext(reads, url);
      return unlessAborted(reads.next, signal);
    },
  };
}

/** Begins at once where nothing was read lately; else as soon as it may. */
async function startNext(reads: Reads, url: string): Promise<MetricsPage> {
  const early = reads.began + SPACING - Date.now();
  // Not even one that begins at once may begin before it is known as the next.
  await (early > 0 ? wait(early) : undefined);
  reads.began = Date.now();
  // No caller's signal ends the read, since others may wait for it too. It has a time limit of its own.
  const read = readMetricsPage(url, new AbortController().signal);
  reads.newest = read;
  reads.next = undefined;
  read.catch(() => {
    if (reads.newest === read) reads.newest = undefined;
  });
  return read;
}

function forgetOld(known: Map<string, Reads>): void {
  for (const [url, { began, next }] of known) {
    if (next === undefined && Date.now() - began > FORGOTTEN) known.delete(url);
  }
}

async function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
