import { outcomeOf } from '../../../analysis/rules/outcome.ts';
import type { Measurement } from '../../../analysis/rules/watched.ts';
import { holds } from '../../../config/conditions/condition.ts';
import type { RuleConfig, Slot } from '../../../config/plan.ts';
import { queryFor } from '../../../config/queries/index.ts';
import type { ScalarSource } from '../../../providers/metrics/scalar-source.ts';
import { messageOf } from '../../sentence.ts';

/** Time for one query, in milliseconds. */
const TIMEOUT = 5000;
/** Characters of an answer, and of an error, that are kept. */
const LONGEST_VALUE = 60;
const LONGEST_MESSAGE = 300;

/** Whom a rule is asked about. */
export interface Subject {
  slot: Slot;
  version: string | undefined;
}

/** Measures a rule once. What goes wrong is a measurement too, an error; only a signal that has aborted throws. */
export async function measure(
  rule: RuleConfig,
  source: ScalarSource,
  { slot, version }: Subject,
  signal: AbortSignal,
): Promise<Measurement> {
  try {
    const query = queryFor(rule.query, slot, version);
    if (query === undefined) throw new Error('The query names the version, and none is known.');
    const values = await within(signal, async (limited) => source.scalar(query, slot, Date.now(), limited));
    return { at: Date.now(), ...judge(rule, values) };
  } catch (error) {
    signal.throwIfAborted();
    return { at: Date.now(), outcome: 'error', message: messageOf(error).slice(0, LONGEST_MESSAGE) };
  }
}

/** What the work answers, unless it takes too long or the signal aborts; it is waited for no longer then. */
async function within<T>(signal: AbortSignal, work: (limited: AbortSignal) => Promise<T>): Promise<T> {
  const timeout = AbortSignal.timeout(TIMEOUT);
  const limited = AbortSignal.any([signal, timeout]);
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = (): void => {
    reject(new Error(`The query had no answer within ${TIMEOUT / 1000} s.`));
  };
  limited.addEventListener('abort', end, { once: true });
  try {
    return await Promise.race([work(limited), ended]);
  } finally {
    limited.removeEventListener('abort', end);
  }
}

function judge(rule: RuleConfig, values: number[]): Pick<Measurement, 'outcome' | 'value'> {
  if (rule.result === 'number' && values.length !== 1) throw new Error(notOne(values.length));
  const of = (condition: string | undefined): boolean | undefined =>
    condition === undefined ? undefined : holds(condition, rule.result, values);
  const [success, failure] = [of(rule.success), of(rule.failure)];
  const outcome = outcomeOf({
    ...(success === undefined ? {} : { success }),
    ...(failure === undefined ? {} : { failure }),
  });
  const value = rule.result === 'number' ? String(values[0]) : `[${values.join(', ')}]`;
  return { outcome, value: value.length > LONGEST_VALUE ? `${value.slice(0, LONGEST_VALUE - 1)}…` : value };
}

function notOne(length: number): string {
  if (length === 0) {
    return 'The query has no answer: nothing matches it. Where that is fine, say so of a list, such as size(result) == 0 || result[0] < 1.0.';
  }
  return `The query has ${length} answers, and the condition is about one. Add them up, or index result as a list.`;
}
