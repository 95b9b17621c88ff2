import { difference, type Difference, type Sample } from '../../analysis/difference.ts';
import type { Counts, Problem, SideCounts } from '../../analysis/types.ts';
import type { MetricConfig, Slot } from '../../config/plan.ts';
import { describeSource } from '../../config/sources/index.ts';
import type { MetricReading, SlotReading, Values } from './reading.ts';

/** Which slot is which side; null: there is no stable side. */
export interface Sides {
  candidate: Slot;
  stable: Slot | null;
}

/** One metric's counts in a block, and what could not be counted. */
export interface Count {
  counts: SideCounts;
  problems: Problem[];
}

/**
 * Counts between two readings of one metric. A side without series is absent, which is not 0; one whose counters
 * began again in a stretch that nobody read has no data. `gap`: readings were missed in between. Pure.
 */
export function countBetween(
  metric: Pick<MetricConfig, 'name' | 'bad' | 'source'>,
  sides: Sides,
  before: MetricReading,
  after: MetricReading,
  gap: boolean,
): Count {
  const counts: SideCounts = {};
  const problems: Problem[] = [];
  for (const side of ['candidate', 'stable'] as const) {
    const slot = sides[side];
    if (slot === null) continue;
    const next = after.slots[slot];
    const problem = (message: string): Problem => ({ metric: metric.name, side, kind: 'absent', message });
    if (next === undefined) {
      problems.push(problem(`${describeSource(metric.source)} has no series of ${slot}`));
      continue;
    }
    const { at: from } = before;
    const { at: to, processStartedAt } = after;
    const stretch = { from, to, gap, ...(processStartedAt === undefined ? {} : { processStartedAt }) };
    const counted = countSlot(metric.bad.kind, before.slots[slot], next, stretch);
    if (counted === undefined)
      problems.push(problem('its counters began again, so what they counted before is lost'));
    else counts[side] = counted;
  }
  return { counts, problems };
}

function countSlot(
  kind: MetricConfig['bad']['kind'],
  before: SlotReading | undefined,
  after: SlotReading,
  stretch: Parameters<typeof difference>[2],
): Counts | undefined {
  const between = (earlier: Values | undefined, later: Values): Difference =>
    difference(samples(earlier ?? {}), samples(later), stretch);
  const total = between(before?.total, after.total).counts;
  const parts = after.parts.map((part, i) => between(before?.parts[i], part).counts);
  if (total === undefined || parts.includes(undefined)) return undefined;
  return countsOf(
    kind,
    total,
    parts.map((part = 0) => part),
  );
}

/** Counts of a total and its parts: the bad requests, or those not slower than each edge. Pure. */
export function countsOf(kind: MetricConfig['bad']['kind'], total: number, parts: readonly number[]): Counts {
  const bad = parts.map((part) => Math.min(total, Math.max(0, kind === 'labels' ? part : total - part)));
  return { total, bad };
}

function samples(values: Values): Sample[] {
  return Object.entries(values).map(([series, value]) => ({ series, value }));
}

/**
 * Adds the series that are new in a later reading to an earlier one, so that they count from where they were first
 * seen (verdict.md §1). Pure.
 */
export function withNewSeries(before: MetricReading, after: MetricReading): MetricReading {
  const slots: MetricReading['slots'] = {};
  for (const slot of ['blue', 'green'] as const) {
    const [earlier, later] = [before.slots[slot], after.slots[slot]];
    if (earlier === undefined && later === undefined) continue;
    slots[slot] = {
      total: { ...later?.total, ...earlier?.total },
      parts: (later ?? earlier)?.parts.map((_, i) => ({ ...later?.parts[i], ...earlier?.parts[i] })) ?? [],
    };
  }
  return { ...before, slots };
}
