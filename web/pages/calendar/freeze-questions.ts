/** What is asked before a freeze or the stop is made or ended: what will happen now. Pure. */
import { EVERY_LANE } from '../../../api/auth/principal.ts';
import type { BoardLane } from '../../../api/wire/board.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { coversLane } from '../../../config/grants.ts';
import type { Question } from '../../parts/question.ts';
import { accessTo } from './access.ts';
import type { Freezing } from './entries.ts';
import type { ReadDraft } from './freeze-draft.ts';
import type { Clock } from './clock.ts';
import { meets } from './meets.ts';
import { momentIn } from './when.ts';

/** Undefined: what the lanes do is not known now. */
type Lanes = Iterable<Pick<BoardLane, 'lane' | 'running'>> | undefined;

const UNKNOWN = 'How many releases are under way is not known now.';

/** Before a freeze is made. */
export function toFreeze(read: ReadDraft, who: Whoami, board: Lanes, { zone, now }: Clock): Question {
  const base = { title: 'Freeze lanes', label: 'Freeze now', needsReason: true };
  const { lanes } = read;
  const { refused, breaksGlass } = accessTo(who, 'operator', lanes);
  if ('lacks' in read) return { ...base, does: [], lacks: read.lacks, breaksGlass };
  const comes = read.start > now;
  const from = comes ? `From ${momentIn(read.start, zone, now)}` : 'From now';
  const until = momentIn(read.end, zone, now);
  const under = runningIn(board, lanes)?.length;
  return {
    ...base,
    label: comes ? 'Make the freeze' : 'Freeze now',
    breaksGlass,
    ...(refused === undefined ? {} : { lacks: refused }),
    does: [
      `${from} until ${until} no release raises traffic in ${lanes.join(', ')}. ${underWay(under, ` there${comes ? ' now' : ''}`)} ` +
        'Moves down, undo and abort are never frozen.',
    ],
  };
}

/** Before one is ended early. `stopped`: everything is, too. */
export function toEndFreeze(
  { by, lanes, start }: Freezing,
  freezings: readonly Freezing[],
  board: Lanes,
  { now, stopped }: { now: number; stopped: boolean },
): Omit<Question, 'breaksGlass'> {
  const base = { title: `End ${by}: ${lanes.join(', ')}`, label: 'End it now', needsReason: true };
  if (start > now) return { ...base, does: ['It never begins.'] };
  const held = runningIn(board, lanes)?.filter(({ hold }) => hold?.reason === 'freeze').length;
  const others = freezings.filter(
    (each) =>
      each.by !== by &&
      each.start <= now &&
      now < each.end &&
      each.lanes.some((other) => lanes.some((lane) => meets(other, lane))),
  );
  return {
    ...base,
    does: [
      stopped
        ? 'No release raises traffic there all the same: everything is stopped, until an admin lets it go on.'
        : held === undefined
          ? `Traffic may be raised again. ${UNKNOWN}`
          : held === 0
            ? 'Traffic may be raised again. No release stands still for a freeze there now.'
            : `${releases(held)} that ${held === 1 ? 'stands' : 'stand'} still for a freeze there may go on, within about 2 seconds.`,
      ...others.map((each) => `Still frozen by ${each.by}: ${each.lanes.join(', ')} (${each.reason}).`),
    ],
  };
}

/** Before everything is stopped. */
export function toStop(running: 'hold' | 'abort', who: Whoami, board: Lanes): Question {
  const under = runningIn(board, [EVERY_LANE])?.length;
  const { refused, breaksGlass } = accessTo(who, 'operator', [EVERY_LANE]);
  const then =
    running === 'abort'
      ? under === undefined
        ? `${UNKNOWN} Each of them is undone: all traffic goes back to what was known good.`
        : under === 0
          ? 'No release is under way.'
          : `${releases(under)} under way ${under === 1 ? 'is' : 'are'} undone: all traffic goes back to what was known good.`
      : underWay(under, '');
  return {
    title: 'Stop everything',
    label: running === 'abort' ? 'Stop and undo all now' : 'Stop everything now',
    undoes: true,
    needsReason: false,
    breaksGlass,
    ...(refused === undefined ? {} : { lacks: refused }),
    does: [
      'From now on no release raises traffic in any lane, rollbacks among them, until an admin lets go on.',
      then,
    ],
  };
}

/** Before the stop is ended. */
export function toEndStop(board: Lanes): Omit<Question, 'breaksGlass'> {
  const held = runningIn(board, [EVERY_LANE])?.filter(({ hold }) => hold?.reason === 'stop').length;
  return {
    title: 'Let everything go on',
    label: 'Let go on now',
    needsReason: true,
    does: [
      held === undefined || held === 0
        ? 'Releases may raise traffic again, where no freeze stands.'
        : `${releases(held)} that ${held === 1 ? 'stands' : 'stand'} still for the stop may raise traffic again within about 2 seconds, where no freeze stands.`,
    ],
  };
}

/** What becomes of what is under way somewhere. */
function underWay(count: number | undefined, where: string): string {
  if (count === undefined) return `${UNKNOWN} They stand still at their next raise, and are watched.`;
  if (count === 0) return `No release is under way${where}.`;
  return count === 1
    ? `The one release under way${where} stands still at its next raise, and is watched.`
    : `The ${count} releases under way${where} stand still at their next raise, and are watched.`;
}

function releases(count: number): string {
  return count === 1 ? 'The one release' : `The ${count} releases`;
}

function runningIn(
  board: Lanes,
  patterns: readonly string[],
): NonNullable<BoardLane['running']>[] | undefined {
  if (board === undefined) return undefined;
  return [...board].flatMap(({ lane, running }) =>
    running !== null && patterns.some((pattern) => coversLane(pattern, lane)) ? [running] : [],
  );
}
