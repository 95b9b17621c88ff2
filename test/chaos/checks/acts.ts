import type { Breach } from '../breach.ts';
import type { ActAsked, LaneRun } from '../record.ts';
import type { Reported } from '../reported.ts';

/** The kind of the event that an act leaves in the report. */
const eventOf: Record<ActAsked['act'], string> = {
  approve: 'approved',
  promote: 'promoted',
  pause: 'paused',
  resume: 'resumed',
  extend: 'extended',
  abort: 'abort-requested',
  retry: 'retried',
  leave: 'left',
};

/**
 * Every act has an actor, a time and a reason in the report, and is there as often as it was answered: once where it
 * was taken, however often it was sent; never where it was refused.
 */
export function checkActs({ lane, acts, reports, submits }: LaneRun): Breach[] {
  const kinds = new Set(Object.values(eventOf));
  return reports.flatMap((report) => {
    const breach = (what: string): Breach => ({ rule: 5, lane, release: report.id, what });
    const nameless = report.events
      .filter(({ kind }) => kinds.has(kind) || kind === 'started')
      .filter(({ actor = '', reason = '', at }) => actor === '' || reason === '' || !(at > 0))
      .map(({ number, kind }) => breach(`event ${number}, ${kind}, lacks its actor, its time or its reason`));
    const own = acts.filter(({ release }) => release === report.id);
    return [
      ...nameless,
      ...own.flatMap((act) => miscounted(act, report).map(breach)),
      ...misnumbered(report).map(breach),
      ...misattributed(report, submits).map(breach),
    ];
  });
}

function miscounted(asked: ActAsked, { events }: Reported): string[] {
  const { act, actor, reason, tries } = asked;
  const there = events.filter(
    (event) => event.kind === eventOf[act] && event.actor === actor && event.reason === reason,
  ).length;
  const { least, most } = allowedTimes(tries);
  if (there >= least && there <= most) return [];
  const answers = tries.map(({ status }) => status ?? 'nothing').join(', ');
  return [`${act} by ${actor} (${reason}) was answered by ${answers} and is in the report ${there} times`];
}

/** What was never answered may have been done or not. */
function allowedTimes(tries: ActAsked['tries']): { least: number; most: number } {
  const wasTaken = tries.some(({ status = 0 }) => status >= 200 && status < 300);
  const wasRefused = tries.every(({ status = 0 }) => status >= 400 && status < 500);
  return { least: wasTaken ? 1 : 0, most: wasRefused ? 0 : 1 };
}

function misnumbered({ events }: Reported): string[] {
  const numbers = events.map(({ number }) => number);
  const isWhole = numbers.every((number, i) => number === i + 1);
  const ends = events.filter(({ kind }) => kind === 'finished').length;
  return [
    ...(isWhole ? [] : [`its events are numbered ${numbers.join(', ')}`]),
    ...(ends === 1 ? [] : [`it has ${ends} events that say that it finished`]),
  ];
}

function misattributed({ id, input }: Reported, submits: LaneRun['submits']): string[] {
  const own = submits.filter(({ tries }) => tries.some((answer) => answer.id === id));
  if (own.length === 0 || own.some(({ actor, reason }) => actor === input.actor && reason === input.reason))
    return [];
  const asked = own.map(({ actor, reason }) => `${actor} (${reason})`).join(', ');
  return [`it was asked for by ${asked}, and its report says ${input.actor} (${input.reason})`];
}
