/** How the registry makes and ends freezes, and stops everything. */
import { bytesOf, newestWithin } from '../bytes.ts';
import type { RegistryState } from '../registry-messages.ts';
import type { FreezeAnswer, FreezeEnding, FreezeRequest, KeptFreeze } from './freeze-types.ts';
import type { StopAnswer, StopRequest } from './freeze-types.ts';
import { recordAct } from './record-act.ts';
import { MOST_BYTES } from './room.ts';

/** Freezes at once that are not over: all of them are read before a raise. */
const MOST_FREEZES = 200;
/** How long one that is over is still shown, in milliseconds, and how many are: the newest that have room. */
const SHOWN_FOR = 30 * 86_400_000;
const MOST_OVER = 100;

type Part = Pick<RegistryState, 'freezes' | 'stop' | 'acts' | 'audited'>;

/** Keeps a new freeze. */
export function keepFreeze(state: Part, request: FreezeRequest): FreezeAnswer {
  const now = Date.now();
  state.freezes = state.freezes.filter(({ end }) => now - end < SHOWN_FOR);
  if (state.freezes.filter(({ end }) => end > now).length >= MOST_FREEZES) {
    const message = `there are ${MOST_FREEZES} freezes that are not over; end one first (sluice freeze end)`;
    return { state: 'refused', code: 'too_many_freezes', message };
  }
  const { lanes, reason, owner, start, end, actor } = request;
  // The number of the act is never given again, also when its freeze is long gone.
  const id = `f${(state.acts.at(-1)?.number ?? 0) + 1}`;
  const made = { createdBy: actor, createdAt: now, endedBy: null };
  const freeze: KeptFreeze = { id, lanes, reason, owner, start: Math.max(start, now), end, ...made };
  state.freezes = withRoom([...state.freezes, freeze], now);
  recordAct(state, request, { act: 'freeze-created', subject: `freeze ${id}`, after: { ...freeze } });
  return { state: 'kept', freeze: { ...freeze } };
}

/** Ends a freeze at once; one that has not begun never does. */
export function endFreeze(state: Part, request: FreezeEnding): FreezeAnswer {
  const now = Date.now();
  const freeze = state.freezes.find(({ id }) => id === request.freeze);
  if (freeze === undefined) {
    const message = `there is no freeze ${request.freeze}; sluice freeze list has those that there are`;
    return { state: 'refused', code: 'freeze_not_found', message };
  }
  if (freeze.end <= now) {
    const message = `the freeze ${freeze.id} is over already`;
    return { state: 'refused', code: 'freeze_over', message };
  }
  const before = { ...freeze };
  freeze.start = Math.min(freeze.start, now);
  freeze.end = now;
  freeze.endedBy = request.actor;
  recordAct(state, request, {
    act: 'freeze-ended',
    subject: `freeze ${freeze.id}`,
    before,
    after: { ...freeze },
  });
  return { state: 'kept', freeze: { ...freeze } };
}

/** Stops everything, or ends that. It is on since it was first switched on. */
export function switchStop(state: Part, request: StopRequest): StopAnswer {
  const { on, actor, reason } = request;
  if (on === (state.stop !== null)) return { state: 'kept', stop: state.stop };
  const before = state.stop;
  state.stop = on ? { since: Date.now(), actor, reason } : null;
  recordAct(state, request, {
    act: on ? 'stopped-everything' : 'ended-stop',
    subject: 'everything',
    before,
    after: state.stop,
  });
  return { state: 'kept', stop: state.stop };
}

/** All that are not over, and as many of the others as there is room for beside them. */
function withRoom(freezes: KeptFreeze[], now: number): KeptFreeze[] {
  const isOver = ({ end }: KeptFreeze): boolean => end <= now;
  const over = freezes.filter(isOver).toSorted((a, b) => a.end - b.end);
  const room = MOST_BYTES.freezes - bytesOf(freezes.filter((freeze) => !isOver(freeze)));
  const shown = new Set(newestWithin(over.slice(-MOST_OVER), room));
  return freezes.filter((freeze) => !isOver(freeze) || shown.has(freeze));
}
