import type { Slot } from '../../config/plan.ts';
import { isCount } from '../../providers/is-count.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import type { Platform } from '../../providers/platforms/platform.ts';
import { messageOf } from '../sentence.ts';

/** What a slot's instances say is in flight; `inFlight` is undefined where one of them does not say. */
export type InFlight =
  { inFlight: number; instances: number } | { inFlight: undefined; instances: number; reason: string };

/** Sums a gauge over the slot's instances. One that has ended has nothing in flight. */
export async function inFlightAt(
  platform: Pick<Platform, 'describe'>,
  slot: Slot,
  { path, metric }: { path: string; metric: string },
  signal: AbortSignal,
): Promise<InFlight> {
  const { instances } = await platform.describe(slot, signal);
  const alive = instances.filter(({ state }) => state !== 'dead');
  const sums = await Promise.all(
    alive.map(async ({ endpoint }) => readGauge(`${endpoint.replace(/\/$/, '')}${path}`, metric, signal)),
  );
  const reason = sums.find((sum) => typeof sum === 'string');
  if (reason !== undefined) return { inFlight: undefined, instances: alive.length, reason };
  const inFlight = sums.reduce<number>((sum, each) => sum + Number(each), 0);
  return { inFlight, instances: alive.length };
}

/** The gauge summed over its labels, or why it is not known. */
async function readGauge(url: string, metric: string, signal: AbortSignal): Promise<number | string> {
  try {
    const { samples } = await readMetricsPage(url, signal);
    const values = samples.filter(({ name }) => name === metric).map(({ value }) => value);
    if (values.length === 0) return `${url} has no metric ${metric}`;
    // Below zero it would make up for requests that are still there.
    const wrong = values.find((value) => !isCount(value));
    if (wrong !== undefined) return `${url}: ${metric} is ${wrong}, which is no number of requests`;
    return values.reduce((sum, value) => sum + value, 0);
  } catch (error) {
    signal.throwIfAborted();
    return messageOf(error);
  }
}
