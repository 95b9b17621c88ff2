import type { Slot } from '../../../config/plan.ts';
import type { Fault, Held, LaneRun, Run } from '../record.ts';

/** A time in which the router may have gone by any of some weights. */
export interface Stretch {
  from: number;
  to: number;
  /** Since when what users sent may start only here: a router that stood still passes on what has waited for it. */
  sentFrom: number;
  /** By slot, the highest weight that may have been in effect. */
  highest: Record<Slot, number>;
}

/**
 * Divides the run by what the router held. After a change it may for a while go by what it held before; while it was
 * away or stood still, until that while after its return, it may go by anything that it held in all that time. Pure.
 */
export function stretchesOf({ lane, settle, held }: LaneRun, { from, to, faults }: Run): Stretch[] {
  const away = faults.filter((fault) => fault.target === 'router' && concerns(fault, lane));
  const stood = away.filter(({ kind }) => kind === 'stop');
  const cuts = [
    ...held.flatMap(({ at }) => [at, at + settle]),
    ...away.flatMap((fault) => [fault.from, fault.to, fault.to + settle]),
  ];
  const inside = cuts.map(windowOf).filter((cut) => cut > windowOf(from) && cut < windowOf(to));
  const edges = [windowOf(from), ...new Set(inside.toSorted((a, b) => a - b)), windowOf(to)];
  return edges.slice(0, -1).map((begin, i) => {
    const end = edges[i + 1] ?? to;
    const weights = heldBetween(held, lookBack(begin, settle, away), end);
    const highest = (slot: Slot): number => Math.max(0, ...weights.map(({ split }) => split?.[slot] ?? 0));
    const sentFrom = Math.min(
      begin,
      ...stood.filter(isOver(begin, settle)).map(({ from: stop }) => windowOf(stop)),
    );
    return { from: begin, to: end, sentFrom, highest: { blue: highest('blue'), green: highest('green') } };
  });
}

/** Whether a stop has ended by then, a moment ago: what waited for the router takes as long as its settling at most. */
function isOver(time: number, settle: number): (stop: Fault) => boolean {
  return ({ to }) => windowOf(to) <= time && time < windowOf(to + settle);
}

/** What the router held at any moment from one time to another. */
export function heldBetween(held: readonly Held[], from: number, to: number): Held[] {
  return held.filter(({ at }, i) => at < to && (held[i + 1]?.at ?? Number.POSITIVE_INFINITY) > from);
}

/** Whether a fault hits this lane. */
export function concerns({ lane: only }: Fault, lane: string): boolean {
  return only === undefined || only === lane;
}

/** The oldest time by whose weights the router may still go. */
function lookBack(time: number, settle: number, away: readonly Fault[]): number {
  let oldest = time - settle;
  for (const { from, to } of away.toSorted((a, b) => b.from - a.from)) {
    if (from <= time && to > oldest) oldest = Math.min(oldest, from - settle);
  }
  return oldest;
}

function windowOf(time: number): number {
  return Math.floor(time / 100) * 100;
}
