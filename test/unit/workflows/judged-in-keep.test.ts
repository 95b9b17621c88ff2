import { expect, test } from 'vitest';
import type { Past } from '../../../activities/calibrate/past.ts';
import { addInterval, beginSums } from '../../../analysis/calibration/stable-sums.ts';
import type { Measurement } from '../../../analysis/rules/watched.ts';
import { judgedInKeep } from '../../../workflows/judged-in-keep.ts';
import { releaseInput } from '../../workflow/inputs.ts';
import { cutover, deploy, errorMetric, keep, retire } from '../../workflow/plans.ts';

const HOUR = 3_600_000;
const steps = [deploy, cutover, keep(1000), retire];
const limited = { ...errorMetric, limit: 0.02 };
const slow = { ...errorMetric, name: 'slow', limit: 0.1 };

interface Case {
  metrics: (typeof errorMetric)[];
  /** Requests counted since the cutover, by metric. */
  counted: Record<string, number>;
  /** The outcome of the last measurement of each rule. */
  rules?: Record<string, Measurement['outcome']>;
  /** Bad of 100 requests in the stable side's past. */
  bad?: number;
}

function judged({ metrics, counted, rules, bad }: Case): string {
  const tally = (total: number) => ({ total, bad: [0] });
  const sums = addInterval(beginSums(1), { total: 100, bad: [bad ?? 0] });
  const past: Past =
    bad === undefined ? {} : { errors: { by: 'history', requests: 100, seen: 2 * HOUR, sums } };
  return judgedInKeep({
    input: releaseInput(steps, { metrics }),
    calibrating: { past, limits: {} },
    watching: {
      evidence: Object.entries(counted).map(([name, total]) => ({
        name,
        stage: { candidate: tally(total), stable: tally(0) },
      })),
      rules: Object.entries(rules ?? {}).map(([name, outcome]) => ({
        name,
        dryRun: false,
        phase: 'Running',
        count: 3,
        failures: 0,
        inconclusive: 0,
        errors: 0,
        measurements: [{ at: 0, outcome, message: '' }],
      })),
    },
  });
}

const both = 'limit of errors: 2 %, as given; limit of slow: 10 %, as given';

test.each<[string, Case]>([
  [`limits held (${both})`, { metrics: [limited, slow], counted: { errors: 5, slow: 1 } }],
  [
    `limits held, but no request was counted for slow (${both})`,
    { metrics: [limited, slow], counted: { errors: 5, slow: 0 } },
  ],
  [
    `only instances were watched, but no request was counted for errors and slow (${both})`,
    { metrics: [limited, slow], counted: {} },
  ],
  [
    'limits and rules held, but the rule lag could not be measured when it was last asked (limit of errors: 2 %, as given)',
    { metrics: [limited], counted: { errors: 5 }, rules: { queue: 'success', lag: 'error' } },
  ],
  [
    'rules held, but no request was counted for errors (limit of errors: 2 %, as given)',
    { metrics: [limited], counted: {}, rules: { queue: 'success' } },
  ],
  [
    'limits held (errors has no limit: so much was bad at the stable side that any rate would do; limit of slow: 10 %, as given)',
    { metrics: [errorMetric, slow], counted: { slow: 4 }, bad: 95 },
  ],
  [
    'no metric has a limit, so only instances were watched',
    { metrics: [errorMetric], counted: { errors: 5 } },
  ],
])('%s', (said, known) => {
  expect(judged(known)).toBe(said);
});
