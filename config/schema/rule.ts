/** A condition on the answer of a query. */
import type { z } from 'zod';
import { parseCondition } from '../conditions/condition.ts';
import { queries } from '../queries/index.ts';
import { number, text, yesOrNo } from './leaf.ts';
import { mapping } from './mapping.ts';
import { duration } from './quantities.ts';

const MOST = 1_000_000;

const condition = (description: string) =>
  text('a condition such as result < 0.05', parseCondition, { minLength: 1, description });

const limit = (min: number, description: string) => number({ min, max: MOST, whole: true }, description);

/** One rule of an environment. */
export const rule = mapping({
  ...queries,
  success: condition('CEL over result that makes a measurement a success.').exactOptional(),
  failure: condition('CEL over result that makes a measurement a failure.').exactOptional(),
  interval: duration(
    'From the end of one measurement to the next. Default: measured until there is one answer.',
    { min: 1000, max: 86_400_000 },
  ).exactOptional(),
  count: limit(
    1,
    'Answers until the rule is over. Default: measured as long as the release is watched.',
  ).exactOptional(),
  failureLimit: limit(-1, 'Failures in all that it bears; -1 is no limit.').prefault(0),
  inconclusiveLimit: limit(0, 'Inconclusive measurements in all that it bears.').prefault(0),
  consecutiveErrorLimit: limit(0, 'Errors in a row that it bears.').prefault(4),
  consecutiveSuccessLimit: limit(0, 'Successes in a row that end it; 0 is none.').prefault(0),
  initialDelay: duration('From the first traffic of the candidate to the first measurement.', {
    min: 0,
  }).prefault('0s'),
  dryRun: yesOrNo('Shown, and never counted.').prefault(false),
}).meta({ description: 'A condition on the answer of a query; it carries no error bound.' });

/** One rule as it was read. */
export type RuleInput = z.output<typeof rule>;
