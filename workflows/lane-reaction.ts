/** What a lane does about what it found at its router between releases, decided without doing anything. */
import type { RouterFinding } from '../activities/types.ts';
import type { Plan } from '../config/plan.ts';
import { lately } from './lately.ts';
import type { Placement } from './messages.ts';
import type { GuardState } from './router-status.ts';

/** So many times within an hour somebody else's change is put right; after that two parties are at war. */
const PATIENCE = 3;

/** `stop`: from here on nothing is put right until a person acts. `write`: `what` is put right, then told. */
export type Reaction =
  | { act: 'nothing' }
  | { act: 'tell' | 'stop'; message: string; page: boolean }
  | { act: 'write'; what: string };

/** Decides about the finding, with what the lane knew before. Pure but for the time. */
export function reactionTo(
  before: RouterFinding,
  { found, stopped, restored }: GuardState,
  { lane, live, onDrift }: { lane: string; live: Placement } & Pick<Plan, 'onDrift'>,
): Reaction {
  const isNew = found.kind !== before.kind;
  if (found.kind === 'as-written') {
    const message = 'the router is as it was written again';
    return isNew ? { act: 'tell', message, page: false } : { act: 'nothing' };
  }
  const what = `${WORDS[found.kind]}: ${found.message}`;
  if (found.kind === 'unreadable')
    return isNew ? { act: 'tell', message: what, page: false } : { act: 'nothing' };
  const adopt = `sluice lane adopt ${lane.replace('.', '@')} --slot ${live.slot} --version ${live.version}`;
  const tell = (next: string, page: boolean): Reaction => ({
    act: 'tell',
    message: `${what}; ${next}`,
    page,
  });
  if (stopped) return tell(`nothing is put right until somebody does, and runs ${adopt}`, false);
  const byOthers = found.kind !== 'targets';
  if (byOthers && onDrift === 'hold')
    return tell('it stays so by the policy hold: put it right by hand, or adopt what is there', true);
  if (!found.ready) return tell(`nothing is written while no instance is ready in ${live.slot}`, true);
  if (byOthers && lately(restored).length >= PATIENCE) {
    const next = `find out who writes there, put it right by hand, then run ${adopt}`;
    const message = `${what}; it was put right ${PATIENCE} times within an hour, and is not again: ${next}`;
    return { act: 'stop', message, page: true };
  }
  return { act: 'write', what };
}

const WORDS: Record<Exclude<RouterFinding['kind'], 'as-written'>, string> = {
  drift: 'somebody else changed the router',
  unloaded: 'the router is not what was written',
  targets: 'instances have changed since the router was written',
  unreadable: 'the router cannot be read',
};
