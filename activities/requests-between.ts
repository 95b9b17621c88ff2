import { difference, type Sample } from '../analysis/difference.ts';
import type { Slot } from '../config/plan.ts';
import type { RequestSample } from '../providers/routers/router.ts';

/**
 * Requests by slot between two readings of a router's counters; undefined when a counter began again and it is
 * not known how many are lost. A series that appears between two readings of one process began at 0. Pure.
 */
export function requestsBetween(
  before: RequestSample,
  after: RequestSample,
): Record<Slot, number> | undefined {
  const of = (slot: Slot): number | undefined => {
    const next = samples(after.series[slot]);
    const { counts, newSeries } = difference(samples(before.series[slot]), next, {
      from: before.at,
      to: after.at,
      gap: false,
      ...(after.startedAt === undefined ? {} : { processStartedAt: after.startedAt }),
    });
    const startedInside = after.startedAt !== undefined && after.startedAt > before.at;
    if (counts === undefined || startedInside) return counts;
    const fresh = next.filter(({ series }) => newSeries.includes(series));
    return fresh.reduce((sum, { value }) => sum + value, counts);
  };
  const [blue, green] = [of('blue'), of('green')];
  return blue === undefined || green === undefined ? undefined : { blue, green };
}

/** The share of one slot in basis points; undefined without requests. */
export function shareOf(slot: Slot, requests: Record<Slot, number>): number | undefined {
  const total = requests.blue + requests.green;
  return total === 0 ? undefined : Math.round((requests[slot] / total) * 10_000);
}

function samples(series: Record<string, number>): Sample[] {
  return Object.entries(series).map(([name, value]) => ({ series: name, value }));
}
