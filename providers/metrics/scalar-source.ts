import type { Milliseconds, Slot } from '../../config/plan.ts';
import type { RuleQuery } from '../../config/queries/index.ts';

/**
 * Where a rule's query is answered, as it stands at a time, in milliseconds since the epoch. The answer is a list of
 * values, at most 100, each of which may be NaN or infinite. No value is not an error: nothing matched.
 */
export interface ScalarSource {
  /** Throws a sentence, without any secret, when there is no answer, or when it is not whole. */
  scalar(query: RuleQuery, slot: Slot, at: Milliseconds, signal: AbortSignal): Promise<number[]>;
}

/** Values that one answer may have: what conditions are evaluated over is bounded. */
const MOST_VALUES = 100;

/** The values, unless there are too many. `what` names what answered. */
export function atMost(values: number[], what: string): number[] {
  if (values.length <= MOST_VALUES) return values;
  throw new Error(
    `${what} has ${values.length} values, at most ${MOST_VALUES} are taken. Add them up, or select less.`,
  );
}
