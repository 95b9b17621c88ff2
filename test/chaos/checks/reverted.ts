import type { Breach } from '../breach.ts';
import type { LaneRun, Run } from '../record.ts';
import type { Reported } from '../reported.ts';
import { clock } from './clock.ts';
import { heldBetween } from './in-force.ts';

/**
 * A reverted release ends with no traffic at its candidate, by what the router holds, by its counters and by the
 * instances' own counts, and it stays so until another release of the lane begins, whatever wakes up late.
 */
export function checkReverted(lane: LaneRun, run: Run): Breach[] {
  const reverted = lane.reports.filter(({ status }) => status.outcome === 'reverted');
  return reverted.flatMap((report) => {
    const { finishedAt } = report.status;
    const later = lane.reports
      .map(({ status }) => status.startedAt)
      .filter((startedAt) => startedAt >= finishedAt);
    const until = Math.min(run.to, ...later);
    const found = [
      ...heldOn(lane, report, until),
      ...requestsOf(lane, report, until),
      ...routed(lane, report, until),
    ];
    return found.map((what): Breach => ({ rule: 2, lane: lane.lane, release: report.id, what }));
  });
}

function heldOn({ held }: LaneRun, { input, status }: Reported, until: number): string[] {
  const { slot } = input.candidate;
  return heldBetween(held, status.finishedAt, until).flatMap(({ at, split }) => {
    const weight = split?.[slot] ?? 0;
    if (weight === 0) return [];
    return [
      `after its end at ${clock(status.finishedAt)} the router held ${weight / 100} % for it since ${clock(at)}`,
    ];
  });
}

/** The instances that were started for it get nothing any more at any time; its slot gets nothing for a while. */
function requestsOf({ starts, instances }: LaneRun, { input, status }: Reported, until: number): string[] {
  const { slot, version } = input.candidate;
  const own = new Set(
    instances
      .filter((each) => each.slot === slot && each.version === version)
      .filter(({ startedAt }) => startedAt >= status.startedAt && startedAt <= status.finishedAt)
      .map(({ token }) => token),
  );
  const late = starts.filter(
    (start) =>
      start.window > status.finishedAt &&
      (own.has(start.token) || (start.slot === slot && start.window < until)),
  );
  if (late.length === 0) return [];
  const count = late.reduce((total, each) => total + each.count, 0);
  const last = Math.max(...late.map(({ window }) => window));
  return [
    `${count} requests started at ${slot} after its end at ${clock(status.finishedAt)}, the last at ${clock(last)}`,
  ];
}

/** A request counts at the router when it is answered, so that looks begin when the router has settled. */
function routed({ routed: looks, settle }: LaneRun, { input, status }: Reported, until: number): string[] {
  const { slot } = input.candidate;
  const within = looks.filter(({ at }) => at > status.finishedAt + settle && at < until);
  const more = within.reduce((total, { requests }, i) => {
    const before = within[i - 1]?.requests[slot] ?? requests[slot];
    // A router that was started again counts from 0.
    return total + (requests[slot] < before ? requests[slot] : requests[slot] - before);
  }, 0);
  return more === 0 ? [] : [`the router counts ${more} requests at ${slot} after its end`];
}
