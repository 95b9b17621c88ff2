/** Shares of traffic that rise as fast as the evidence lets them. */
import { z } from 'zod';
import type { RampStep } from '../plan.ts';
import { formatPercent } from '../units.ts';
import { number, oneOf } from './leaf.ts';
import { mapping } from './mapping.ts';
import { duration, traffic } from './quantities.ts';

/** A ramp step without its kind. */
type Ramp = Omit<RampStep, 'kind'>;

const BUDGET = { min: 1, max: 1_000_000_000 };

/** A ramp; every key has a default but `lateBudget`. */
export const ramp = mapping({
  budget: number(
    BUDGET,
    'Bad responses in excess that are expected at most before a stop, for a fault that is there from the first share on.',
  ).prefault(50),
  lateBudget: number(
    BUDGET,
    'Bad responses that a total failure which begins late may cost at least: no share is larger. Default: none.',
  ).exactOptional(),
  from: traffic('The first share of traffic, unless a smaller one is all that the budget allows.').prefault(
    '1%',
  ),
  to: traffic('The last share of traffic.').prefault('50%'),
  maxFactor: number({ min: 2, max: 100 }, 'No raise multiplies the share by more.').prefault(5),
  max: duration('Ends at the latest after this time.').prefault('2h'),
  onFail: oneOf(['revert', 'hold'], 'What a fail does.').prefault('revert'),
  onInconclusive: oneOf(['hold', 'revert', 'advance'], 'What happens without an answer.').prefault('hold'),
}).transform((written, context): Ramp => {
  const { from, to } = written;
  const refuse = (key: string, message: string, expected: string): Ramp => {
    context.issues.push({
      code: 'custom',
      input: written,
      message,
      path: [key],
      params: { message, expected },
    });
    return z.NEVER;
  };
  if (to >= 10_000) {
    return refuse(
      'to',
      'at 100% of traffic nothing is left to compare with',
      'less than 100%; cutover does the rest',
    );
  }
  if (from > to) {
    return refuse(
      'from',
      `from ${formatPercent(from)} is above to ${formatPercent(to)}`,
      `at most ${formatPercent(to)}`,
    );
  }
  return written;
});
