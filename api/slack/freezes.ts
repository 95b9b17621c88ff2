/** Freezes as they are shown and ended in Slack. */
import { cut, escaped, when } from '../../providers/notifiers/slack/text.ts';
import { liftFreeze } from '../acts/freezes.ts';
import { forbidden } from '../auth/access.ts';
import { may, maySomewhere, type Principal } from '../auth/principal.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { listFreezes } from '../freezes/list.ts';
import type { FreezeList, FreezeView } from '../wire/freeze.ts';
import type { Answer } from './respond.ts';

/** Rows that are shown of each kind. */
const MOST_ROWS = 20;
/** More than are ever kept. */
const MOST_FREEZES = 1000;
const LONGEST_REASON = 200;

/** Ends a freeze, as an operator of all of its lanes. Throws as the act does. */
export async function endFreezeInSlack(
  context: ApiContext,
  caller: Caller,
  id: string,
  reason: string,
): Promise<Answer> {
  const { lanes } = await liftFreeze(context, caller, id, reason);
  return { text: `${id} is over: what waited for it in ${named(lanes)} goes on.` };
}

/**
 * What stands and comes, and which of the lanes that somebody may see are frozen; of one lane, when it may be released
 * into next. Throws `forbidden`, and `registry_unavailable` where it cannot be known.
 */
export async function showFreezes(
  context: ApiContext,
  principal: Principal,
  lane: string | undefined,
): Promise<Answer> {
  const sees = lane === undefined ? maySomewhere(principal, 'viewer') : may(principal, 'viewer', lane);
  if (!sees) throw forbidden(principal, 'viewer', lane);
  const asked = { limit: MOST_FREEZES, ...(lane === undefined ? {} : { lane }) };
  const { stop, freezes, calendars, lanes } = await listFreezes(context, asked, (each) =>
    may(principal, 'viewer', each),
  );
  const text = [
    ...stopped(stop),
    ...lanes.filter(({ frozen }) => lane !== undefined || frozen !== null).map(standing),
    ...freezes.filter(({ state }) => state !== 'over').map(made),
    ...calendars.flatMap(calendarRows),
  ];
  if (text.length === 0) return { text: 'Nothing is frozen.' };
  const rest = text.length - MOST_ROWS;
  return { text: [...text.slice(0, MOST_ROWS), ...(rest > 0 ? [`and ${rest} more`] : [])].join('\n') };
}

function stopped(stop: FreezeList['stop']): string[] {
  if (stop === null) return [];
  const why = stop.reason === '' ? 'no reason given' : brief(stop.reason);
  return [`*Everything is stopped* by ${escaped(stop.actor)} since ${when(stop.since)}: ${why}`];
}

function standing({ lane, frozen, nextAllowed }: FreezeList['lanes'][number]): string {
  const name = lane.replace('.', '@');
  if (frozen === null) return `*${name}* is open.`;
  const next = nextAllowed === null ? 'not known' : when(nextAllowed);
  return `*${name}* is frozen, next allowed: ${next}. ${brief(frozen)}`;
}

function made({ id, state, lanes, owner, reason, start, end }: FreezeView): string {
  const time = state === 'coming' ? `from ${when(start)} to ${when(end)}` : `until ${when(end)}`;
  return `• *${id}* ${named(lanes)} ${time}, of ${escaped(owner)}: ${brief(reason)}`;
}

/** The event that stands or comes next, and that the calendar cannot be read. */
function calendarRows({ name, lanes, failed, next }: FreezeList['calendars'][number]): string[] {
  const what = `• calendar *${escaped(name)}* ${named(lanes)}`;
  const [event] = next;
  return [
    ...(event === undefined
      ? []
      : [`${what} from ${when(event.start)} to ${when(event.end)}: ${brief(event.reason)}`]),
    ...(failed === undefined ? [] : [`${what} cannot be read: ${brief(failed)}`]),
  ];
}

/** Stars of a pattern would make Slack write in bold. */
function named(lanes: readonly string[]): string {
  return lanes.map((lane) => `\`${lane}\``).join(', ');
}

function brief(text: string): string {
  return cut(escaped(text), LONGEST_REASON);
}
