import type { RegistryAct, RegistryState } from '../registry-messages.ts';
import type { Act } from '../messages.ts';

const MOST_ACTS = 1000;

/** What was done to what, and how it was before and is after. */
interface Done extends Pick<RegistryAct, 'act' | 'subject' | 'before' | 'after'> {}

/** Notes an act with its actor. The oldest are forgotten above 1,000: numbers go on, so a gap shows. */
export function recordAct(
  state: Pick<RegistryState, 'acts'>,
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
  state.acts.splice(0, state.acts.length - MOST_ACTS);
}
