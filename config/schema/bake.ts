/** A stretch of watching that ends in a verdict. */
import { z } from 'zod';
import type { BakeStep } from '../plan.ts';
import { number, oneOf } from './leaf.ts';
import { mapping } from './mapping.ts';
import { duration } from './quantities.ts';

/** A bake step without its kind. */
type Bake = Omit<BakeStep, 'kind'>;

/** A bake, by `max` or by `for`. */
export const bake = mapping({
  until: oneOf(
    ['safe', 'elapsed'],
    'Ends when proven safe, or when the time is over. Default: safe.',
  ).exactOptional(),
  for: duration('Short for `until: elapsed` with this `max`.').exactOptional(),
  min: duration('Passes no earlier than this. Default: 0s, or `max` for `until: elapsed`.', {
    min: 0,
  }).exactOptional(),
  max: duration('Ends at the latest after this time.').exactOptional(),
  minRequests: number(
    { min: 0, max: 1_000_000_000, whole: true },
    'Candidate requests that a pass needs at least.',
  ).prefault(0),
  onFail: oneOf(['revert', 'hold'], 'What a fail does.').prefault('revert'),
  onInconclusive: oneOf(['hold', 'revert', 'advance'], 'What happens without an answer.').prefault('hold'),
}).transform((written, context): Bake => {
  const { until, for: time, min, max, ...policy } = written;
  const refuse = (message: string, expected: string): Bake => {
    context.issues.push({ code: 'custom', input: written, message, params: { message, expected } });
    return z.NEVER;
  };
  if (time !== undefined) {
    const others = [until, min, max].some((value) => value !== undefined);
    if (others) return refuse('for stands beside until, min or max', 'for alone, or until with min and max');
    return { until: 'elapsed', min: time, max: time, ...policy };
  }
  if (max === undefined) return refuse('the bake has no end', 'max, or for');
  if (min !== undefined && min > max) return refuse('min is longer than max', 'max at least as long as min');
  const shortest = until === 'elapsed' ? max : 0;
  return { until: until ?? 'safe', min: min ?? shortest, max, ...policy };
});
