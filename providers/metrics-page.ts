import { httpGet } from './http-get.ts';
import { parseExposition, type Heads, type Sample } from './exposition.ts';

/** A metrics page as it was at one moment. */
export interface MetricsPage {
  /** When it was read, milliseconds since the epoch. */
  at: number;
  samples: Sample[];
  /** When the process that counts started, milliseconds since the epoch, if the page says so. */
  processStartedAt?: number;
}

/** What a process calls its start; HAProxy's exporter has a name of its own for it. */
const startTimes = ['process_start_time_seconds', 'haproxy_process_start_time_seconds'];

/** Pages whose heads stay known, the one that was read longest ago first: whoever asks reads the same few each second. */
const knownHeads = new Map<string, Heads>();
const MOST_KNOWN = 16;

/**
 * Reads a page of Prometheus metrics, within 2 s and up to 16 MiB. Throws a sentence that names the URL when
 * nothing answers, when the status is not 200 or when the body is anything but Prometheus' text format.
 */
export async function readMetricsPage(url: string, signal: AbortSignal): Promise<MetricsPage> {
  const next = 'Is the program running that serves these metrics, and is this its address?';
  const answer = await httpGet(url, { signal, next });
  if (answer.status !== 200)
    throw new Error(`GET ${url} answered ${answer.status} instead of metrics. ${next}`);
  const at = Date.now();
  const samples = parsePage(url, answer.body);
  const started = samples.find(({ name }) => startTimes.includes(name))?.value;
  const known = started !== undefined && Number.isFinite(started) && started > 0;
  return { at, samples, ...(known ? { processStartedAt: Math.round(started * 1000) } : {}) };
}

function parsePage(url: string, body: string): Sample[] {
  try {
    return parseExposition(body, headsOf(url));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${url} serves no metrics that can be read. ${reason}`, { cause: error });
  }
}

function headsOf(url: string): Heads {
  const heads = knownHeads.get(url) ?? new Map();
  knownHeads.delete(url);
  knownHeads.set(url, heads);
  const [oldest] = knownHeads.keys();
  if (knownHeads.size > MOST_KNOWN && oldest !== undefined) knownHeads.delete(oldest);
  return heads;
}
