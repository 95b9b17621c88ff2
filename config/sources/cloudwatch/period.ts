/** What CloudWatch takes for a period and for the name of a dimension. */
import { z } from 'zod';
import type { Finding } from '../../finding.ts';
import type { Milliseconds } from '../../plan.ts';

const MINUTE: Milliseconds = 60_000;
const SHORT_PERIODS = [1000, 5000, 10_000, 20_000, 30_000];

/** The name of a dimension. */
export const dimensionName = z
  .string()
  .regex(/^(?!:)[\x20-\x7e]{1,255}$/, { error: 'a name of a dimension, which does not begin with a colon' });

/** What is wrong with the length of a period. */
export function periodFindings(period: Milliseconds): Finding[] {
  if (SHORT_PERIODS.includes(period) || period % MINUTE === 0) return [];
  const message = 'CloudWatch has no such period';
  return [{ path: ['period'], message, expected: '1s, 5s, 10s, 20s, 30s, or whole minutes' }];
}
