import { bytesOf, newestWithin } from '../bytes.ts';
import type { RegistryAct, RegistryState } from '../registry-messages.ts';
import type { Act } from '../messages.ts';
import { MOST_BYTES } from './room.ts';

const MOST_ACTS = 1000;

/** What was done to what, and how it was before and is after. */
interface Done extends Pick<RegistryAct, 'act' | 'subject' | 'before' | 'after'> {}

/**
 * Notes an act with its actor. Of those that the chain has been handed the oldest are forgotten, above 1,000 or so many
 * bytes: numbers go on, so a gap shows.
 */
export function recordAct(
  state: Pick<RegistryState, 'acts' | 'audited'>,
  { actor, reason, source, breakGlass }: Act,
  { act, subject, before, after }: Done,
): void {
  const number = (state.acts.at(-1)?.number ?? 0) + 1;
  state.acts.push({
    number,
    at: Date.now(),
    actor,
    ...(source === undefined ? {} : { source }),
    act,
    subject,
    reason,
    ...(breakGlass === undefined ? {} : { breakGlass }),
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
  });
  forgetOldest(state);
}

function forgetOldest(state: Pick<RegistryState, 'acts' | 'audited'>): void {
  const { acts, audited } = state;
  const handed = acts.filter(({ number }) => number <= audited).slice(-MOST_ACTS);
  const others = acts.filter(({ number }) => number > audited);
  state.acts = [...newestWithin(handed, MOST_BYTES.acts - bytesOf(others)), ...others].slice(-MOST_ACTS);
}
