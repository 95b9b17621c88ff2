import type { Slot } from '../../../config/plan.ts';
import type { Breach } from '../breach.ts';
import type { Fault, Instance, LaneRun, Run } from '../record.ts';
import type { Reported } from '../reported.ts';
import { clock } from './clock.ts';
import { concerns, heldBetween } from './in-force.ts';

/** For how long after a kill or a stop nobody has to know of it, in milliseconds. */
const unnoticed = 3000;

/**
 * No instance of the stable side is ended before all traffic was seen at the candidate, none at all while its slot
 * gets traffic, and no traffic is sent to a slot in which nothing runs. What the monkey ends is its own affair.
 */
export function checkStableSide(lane: LaneRun, run: Run): Breach[] {
  const ended = lane.instances.filter(
    (each) => each.goneAt !== undefined && !wasKilled(each, lane, run.faults),
  );
  return [
    ...lane.reports.flatMap((report) => endedEarly(lane, report, ended)),
    ...ended.flatMap((instance) => endedServing(lane, instance)),
    ...sentToNobody(lane, run.faults),
  ];
}

function endedEarly({ lane, held }: LaneRun, report: Reported, ended: readonly Instance[]): Breach[] {
  const { stable, kind, candidate } = report.input;
  if (stable === null || kind === 'recovery') return [];
  const { startedAt, finishedAt, outcome } = report.status;
  const proven = outcome === 'completed' ? provenAt(report) : Number.POSITIVE_INFINITY;
  return ended.flatMap((instance): Breach[] => {
    const { token, goneAt = 0 } = instance;
    const isOurs = instance.slot === stable.slot && instance.startedAt < startedAt;
    if (!isOurs || goneAt <= startedAt || instance.aliveAt >= finishedAt) return [];
    const isCutOver = heldBetween(held, instance.aliveAt, goneAt).every(
      ({ split }) => split?.[candidate.slot] === 10_000,
    );
    if (proven <= goneAt && isCutOver) return [];
    const what = `${token} of the stable side was ended at ${clock(goneAt)}, before all traffic was seen at ${candidate.slot}`;
    return [{ rule: 3, lane, release: report.id, what }];
  });
}

/** When all traffic was seen at the candidate, or a person said that it is to go on without. */
function provenAt({ events, input }: Reported): number {
  const cutover = input.plan.steps.findIndex(({ kind }) => kind === 'cutover');
  const seen = events.find(
    ({ kind, step, data }) =>
      step === cutover && (kind === 'promoted' || (kind === 'observed' && data?.['kind'] === 'proven')),
  );
  return seen?.at ?? Number.POSITIVE_INFINITY;
}

function endedServing({ lane, held }: LaneRun, { token, slot, aliveAt, goneAt = 0 }: Instance): Breach[] {
  const weights = heldBetween(held, aliveAt, goneAt).map(({ split }) => split?.[slot] ?? 0);
  const least = Math.min(...weights);
  if (weights.length === 0 || least === 0) return [];
  const what = `${token} was ended at ${clock(goneAt)}, while the router sent ${least / 100} % to ${slot}`;
  return [{ rule: 3, lane, what }];
}

function sentToNobody(run: LaneRun, faults: readonly Fault[]): Breach[] {
  const { lane, held } = run;
  return held.flatMap(({ at, split, stamp }, i) =>
    (['blue', 'green'] as const).flatMap((slot): Breach[] => {
      const [before, now] = [held[i - 1]?.split?.[slot] ?? 0, split?.[slot] ?? 0];
      if (i === 0 || now <= before || someoneServes(run, slot, at, faults)) return [];
      const release = stamp === null ? {} : { release: `${lane}.${stamp.release}` };
      const what = `at ${clock(at)} ${slot} was raised to ${now / 100} %, although nothing ran in it`;
      return [{ rule: 3, lane, ...release, what }];
    }),
  );
}

/** Whether an instance of the slot ran then, or had run a moment before the monkey hit it. */
function someoneServes(run: LaneRun, slot: Slot, at: number, faults: readonly Fault[]): boolean {
  return run.instances
    .filter((each) => each.slot === slot && each.startedAt <= at)
    .some((each) => {
      const hits = faults.filter((fault) => isOf(fault, each, run.lane));
      const isStill = hits.some(({ kind, from, to }) => kind === 'stop' && from + unnoticed < at && to > at);
      if (isStill) return false;
      const kill = hits.find(({ kind }) => kind === 'kill');
      return kill === undefined ? (each.goneAt ?? Number.POSITIVE_INFINITY) > at : kill.from + unnoticed > at;
    });
}

function wasKilled(instance: Instance, { lane }: LaneRun, faults: readonly Fault[]): boolean {
  return faults.some((fault) => fault.kind === 'kill' && isOf(fault, instance, lane));
}

function isOf(
  fault: Fault,
  { pid, startedAt, goneAt = Number.POSITIVE_INFINITY }: Instance,
  lane: string,
): boolean {
  const isItsTime = fault.from >= startedAt && fault.from <= goneAt;
  return fault.target === 'instance' && fault.pid === pid && isItsTime && concerns(fault, lane);
}
