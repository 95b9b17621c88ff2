import { setTimeout as wait } from 'node:timers/promises';
import { readMetricsPage, type MetricsPage } from '../metrics-page.ts';

/** Reads of one URL begin at least so long after one another, in milliseconds: what is asked meanwhile shares the next. */
const SPACING = 100;
/** Reads of a URL whose answers stay known, so that a question about the same moment is answered from the same state. */
const KEPT = 8;
/** URLs of which nothing was asked for so long are forgotten, in milliseconds. */
const FORGOTTEN = 60_000;

/**
 * Reads pages so that questions share reads: those of one watch about one moment, and those of all releases that ask the
 * same URL at about the same time. No answer is older than its question.
 */
export interface SharedPages {
  /**
   * The page of the URL, from a read that began at the moment, milliseconds since the epoch, or later. Whoever asks about
   * the same moment gets the same page, for as long as no more than 8 reads have begun after it. A read that failed answers
   * those that waited for it, and no one else.
   */
  at(url: string, moment: number, signal: AbortSignal): Promise<MetricsPage>;
}

/** The newest read of a URL, and the next, which is waited for. */
interface Reads {
  /** When the newest began; it may be going on. */
  began: number;
  newest: Promise<MetricsPage> | undefined;
  next: Promise<MetricsPage> | undefined;
  /** What was answered, by the moment that was asked about; the oldest first. */
  answered: Map<number, Promise<MetricsPage>>;
  /** The reads among them, the oldest first. */
  kept: Promise<MetricsPage>[];
}

/** Makes an empty store of pages. */
export function createSharedPages(): SharedPages {
  const known = new Map<string, Reads>();
  return {
    at(url, moment, signal) {
      const reads = known.get(url) ?? nothingRead();
      forgetOld(known);
      known.set(url, reads);
      const page = reads.answered.get(moment) ?? pageFor(reads, url, moment);
      keep(reads, moment, page);
      return unlessAborted(page, signal);
    },
  };
}

function nothingRead(): Reads {
  return { began: -Infinity, newest: undefined, next: undefined, answered: new Map(), kept: [] };
}

function pageFor(reads: Reads, url: string, moment: number): Promise<MetricsPage> {
  if (reads.newest !== undefined && reads.began >= moment) return reads.newest;
  reads.next ??= startNext(reads, url);
  return reads.next;
}

/** Answers of the oldest reads are forgotten, and those of a read that failed. */
function keep({ answered, kept }: Reads, moment: number, page: Promise<MetricsPage>): void {
  if (answered.has(moment)) return;
  answered.set(moment, page);
  if (kept.at(-1) === page) return;
  kept.push(page);
  if (kept.length > KEPT) forget(answered, kept.shift());
  page.catch(() => forget(answered, page));
}

function forget(answered: Reads['answered'], page: Promise<MetricsPage> | undefined): void {
  for (const [moment, answer] of answered) if (answer === page) answered.delete(moment);
}

/** Begins at once where nothing was read lately; else as soon as it may. */
async function startNext(reads: Reads, url: string): Promise<MetricsPage> {
  const early = reads.began + SPACING - Date.now();
  // Not even one that begins at once may begin before it is known as the next.
  await (early > 0 ? wait(early) : undefined);
  reads.began = Date.now();
  const { next } = reads;
  reads.newest = next;
  reads.next = undefined;
  try {
    // No caller's signal ends the read, since others may wait for it too. It has a time limit of its own.
    return await readMetricsPage(url, new AbortController().signal);
  } catch (error) {
    if (reads.newest === next) reads.newest = undefined;
    throw error;
  }
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
