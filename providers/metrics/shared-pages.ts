import { readMetricsPage, type MetricsPage } from '../metrics-page.ts';

/** Moments whose pages are kept; a watch asks about one at a time. */
const keptMoments = 8;

/** Reads pages so that questions about one moment share one read. */
export interface SharedPages {
  /** The page of the URL for the moment. A failed read is not kept: asking again reads again. */
  at(url: string, moment: number, signal: AbortSignal): Promise<MetricsPage>;
}

/** Makes an empty store of pages. */
export function createSharedPages(): SharedPages {
  const reads = new Map<string, Promise<MetricsPage>>();
  return {
    at(url, moment, signal) {
      const key = `${moment} ${url}`;
      const shared = reads.get(key) ?? start(reads, key, url);
      return unlessAborted(shared, signal);
    },
  };
}

function start(reads: Map<string, Promise<MetricsPage>>, key: string, url: string): Promise<MetricsPage> {
  // No caller's signal ends the read, since others may wait for it too. It has a time limit of its own.
  const read = readMetricsPage(url, new AbortController().signal);
  reads.set(key, read);
  read.catch(() => reads.delete(key));
  const [oldest] = reads.keys();
  if (reads.size > keptMoments && oldest !== undefined) reads.delete(oldest);
  return read;
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
