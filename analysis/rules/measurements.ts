/** How one measurement of a rule came out; `running`: it has begun and has no answer yet. */
export type Outcome = 'success' | 'failure' | 'inconclusive' | 'error' | 'running';

/** All that a rule's phase depends on: how its measurements came out so far. Plain JSON. */
export interface RuleTally {
  /** Measurements with an answer; an error is none. */
  count: number;
  failures: number;
  inconclusive: number;
  errors: number;
  errorsInARow: number;
  successesInARow: number;
  /** The newest measurement has no answer yet. */
  running: boolean;
}

/** Nothing was measured yet. */
export const NOT_MEASURED: RuleTally = {
  count: 0,
  failures: 0,
  inconclusive: 0,
  errors: 0,
  errorsInARow: 0,
  successesInARow: 0,
  running: false,
};

/** Adds the newest measurement; its answer takes the place of its being under way. */
export function addMeasurement(tally: RuleTally, outcome: Outcome): RuleTally {
  if (outcome === 'running') return { ...tally, running: true };
  const one = (of: Outcome): number => (outcome === of ? 1 : 0);
  return {
    count: tally.count + 1 - one('error'),
    failures: tally.failures + one('failure'),
    inconclusive: tally.inconclusive + one('inconclusive'),
    errors: tally.errors + one('error'),
    errorsInARow: outcome === 'error' ? tally.errorsInARow + 1 : 0,
    successesInARow: outcome === 'success' ? tally.successesInARow + 1 : 0,
    running: false,
  };
}
