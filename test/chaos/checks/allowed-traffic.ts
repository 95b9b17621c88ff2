import type { Slot } from '../../../config/plan.ts';
import { allowedRequests } from '../../kill/allowed-requests.ts';
import type { Breach } from '../breach.ts';
import type { Fault, Held, LaneRun, Run } from '../record.ts';
import type { Reported } from '../reported.ts';
import { clock } from './clock.ts';
import { concerns, stretchesOf, type Stretch } from './in-force.ts';
import type { Started } from '../../kill/own-counts.ts';

/** Weights that a router with coarse ones holds differ from the plan's by less than this, in basis points. */
const coarse = 10;
/** For how long after it was let go on an instance works off what came while it stood still, in milliseconds. */
const backlog = 1000;

/**
 * Between two changes of what the router holds, the candidate gets no more requests than the weight of that time
 * allows, by the instances' own counts; and no weight is held that the plan does not name.
 */
export function checkAllowedTraffic(lane: LaneRun, run: Run): Breach[] {
  const starts = lane.starts.filter((start) => !isBacklog(start, lane, run.faults));
  return [
    ...stretchesOf(lane, run).flatMap((stretch) => tooMuch(lane, starts, stretch)),
    ...lane.reports.flatMap((report) => unplanned(lane, report)),
  ];
}

function tooMuch(run: LaneRun, starts: readonly Started[], stretch: Stretch): Breach[] {
  const { lane, users, reports } = run;
  const within = starts.filter(({ window }) => isWithin(window, stretch));
  const own = sum(within.map(({ count }) => count));
  // An instance that is dead counts nothing, and the router sends it its share all the same.
  const sent = sum(
    users
      .filter(({ window }) => isWithin(window, { from: stretch.sentFrom, to: stretch.to }))
      .map(({ answered, dropped }) => answered + dropped),
  );
  const total = Math.max(own, sent);
  const under = reports
    .filter(({ status }) => status.startedAt < stretch.to && status.finishedAt > stretch.from)
    .toSorted((a, b) => a.status.startedAt - b.status.startedAt);
  const last = under.at(-1);
  return (['blue', 'green'] as const).flatMap((slot): Breach[] => {
    const weight = stretch.highest[slot];
    if (weight > 0 && !under.some(({ input }) => input.candidate.slot === slot)) return [];
    const got = sum(within.filter((start) => start.slot === slot).map(({ count }) => count));
    const allowed = Math.floor(allowedRequests(total, weight));
    if (got <= allowed) return [];
    const when = `${clock(stretch.from)} to ${clock(stretch.to)}`;
    const what = `from ${when}, at ${weight / 100} %, ${slot} got ${got} of ${total} requests, at most ${allowed} were allowed`;
    return [{ rule: 1, lane, ...(last === undefined ? {} : { release: last.id }), what }];
  });
}

function unplanned({ lane, held }: LaneRun, { id, input, status }: Reported): Breach[] {
  const { candidate, plan, number } = input;
  if (plan.steps.some(({ kind }) => kind === 'ramp')) return [];
  const planned = [0, 10_000, ...plan.steps.flatMap(({ to }) => (typeof to === 'number' ? [to] : []))];
  const own = held.filter(({ at, stamp }) =>
    stamp === null ? at >= status.startedAt && at <= status.finishedAt : stamp.release === number,
  );
  return own.flatMap((found): Breach[] => {
    const weight = weightOf(found, candidate.slot);
    if (planned.some((each) => Math.abs(each - weight) < coarse)) return [];
    const what = `the router held ${weight / 100} % for it at ${clock(found.at)}, which its plan does not name`;
    return [{ rule: 1, lane, release: id, what }];
  });
}

/** Whether a request started late because its instance stood still, or had not worked off what came meanwhile. */
function isBacklog(
  { window, token }: Started,
  { lane, instances }: LaneRun,
  faults: readonly Fault[],
): boolean {
  const pids = instances.filter((each) => each.token === token).map(({ pid }) => pid);
  return faults.some(
    (fault) =>
      fault.kind === 'stop' &&
      fault.target === 'instance' &&
      concerns(fault, lane) &&
      fault.pid !== undefined &&
      pids.includes(fault.pid) &&
      window >= fault.from - 100 &&
      window <= fault.to + backlog,
  );
}

function weightOf({ split }: Held, slot: Slot): number {
  return split?.[slot] ?? 0;
}

function isWithin(window: number, { from, to }: Pick<Stretch, 'from' | 'to'>): boolean {
  return window >= from && window < to;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
