import type { Outcome } from './measurements.ts';

/** Which of a rule's conditions hold; one that was not given is left out. At least one is given. */
export interface Held {
  success?: boolean;
  failure?: boolean;
}

/**
 * What a measurement is by its conditions. Of two, `failure` has the last word, and neither is inconclusive; one
 * alone decides both ways. Case A29 of `docs/peers.md`.
 */
export function outcomeOf({ success, failure }: Held): Outcome {
  if (failure === true) return 'failure';
  if (success === undefined) return failure === undefined ? 'inconclusive' : 'success';
  if (success) return 'success';
  return failure === undefined ? 'failure' : 'inconclusive';
}
