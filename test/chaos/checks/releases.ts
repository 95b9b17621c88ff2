import type { Breach } from '../breach.ts';
import type { LaneRun, Submit } from '../record.ts';
import { checkLive } from './live.ts';

/** No release is lost, none runs twice in a lane, and what serves at the end is what the last one brought. */
export function checkReleases(run: LaneRun): Breach[] {
  const { lane, submits } = run;
  const ids = idsOf(run);
  return [
    ...submits.flatMap((submit) => answeredTwice(lane, submit)),
    ...ids.flatMap((id) => lostOrDoubled(run, id)),
    ...gaps(run, ids),
    ...overlaps(run),
    ...checkLive(run),
  ];
}

/** Every id that anybody was told, or that Temporal knows. */
function idsOf({ submits, replaced, workflows, reports, releases }: LaneRun): string[] {
  const promised = submits.flatMap(({ tries }) => tries.flatMap(({ id }) => id ?? []));
  const known = [
    ...workflows.map(({ release }) => release),
    ...[...reports, ...releases].map(({ id }) => id),
  ];
  return [...new Set([...promised, ...replaced, ...known])].toSorted((a, b) => numberOf(a) - numberOf(b));
}

function answeredTwice(lane: string, { key, tries }: Submit): Breach[] {
  const ids = new Set(tries.flatMap(({ status = 0, id }) => (status < 300 && id !== undefined ? [id] : [])));
  if (ids.size <= 1) return [];
  return [{ rule: 6, lane, what: `one Idempotency-Key, ${key}, was answered by ${[...ids].join(' and ')}` }];
}

function lostOrDoubled({ lane, workflows, replaced, reports, releases }: LaneRun, id: string): Breach[] {
  const breach = (what: string): Breach => ({ rule: 6, lane, release: id, what });
  const runs = workflows.filter(({ release }) => release === id);
  const chains = new Set(runs.map(({ first }) => first)).size;
  if (replaced.includes(id))
    return chains === 0 ? [] : [breach('it ran, although its lane said that it never will')];
  if (chains === 0) return [breach('it was accepted and never ran')];
  const report = reports.find((each) => each.id === id);
  const view = releases.find((each) => each.id === id);
  const open = runs.filter(({ status }) => status !== 'COMPLETED' && status !== 'CONTINUED_AS_NEW');
  return [
    ...(chains === 1 ? [] : [breach(`it ran ${chains} times`)]),
    ...open.map(({ run, status }) => breach(`its workflow run ${run} is ${status}`)),
    ...(report === undefined ? [breach('it has no report')] : []),
    ...(view?.phase === 'finished' ? [] : [breach(`the API shows it as ${view?.phase ?? 'unknown'}`)]),
    ...(report !== undefined && view?.outcome !== report.status.outcome
      ? [breach(`it is ${report.status.outcome} by its report and ${String(view?.outcome)} by the API`)]
      : []),
  ];
}

function gaps({ lane, view }: LaneRun, ids: readonly string[]): Breach[] {
  const numbers = ids.map(numberOf);
  const missing = Array.from({ length: view.nextNumber - 1 }, (_, i) => i + 1).filter(
    (number) => !numbers.includes(number),
  );
  const beyond = numbers.filter((number) => number >= view.nextNumber);
  return [
    ...missing.map((number): Breach => ({ rule: 6, lane, what: `nobody knows of ${lane}.${number}` })),
    ...beyond.map((number): Breach => ({ rule: 6, lane, what: `${lane}.${number} is to come yet` })),
  ];
}

function overlaps({ lane, reports }: LaneRun): Breach[] {
  const inTurn = reports.toSorted((a, b) => a.status.startedAt - b.status.startedAt);
  return inTurn.flatMap(({ id, status }, i): Breach[] => {
    const before = inTurn.slice(0, i).find((each) => each.status.finishedAt > status.startedAt);
    if (before === undefined) return [];
    const early = before.status.finishedAt - status.startedAt;
    return [{ rule: 6, lane, release: id, what: `it began ${early} ms before ${before.id} had ended` }];
  });
}

function numberOf(id: string): number {
  return Number(id.split('.').at(-1));
}
