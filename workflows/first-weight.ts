/** The weight that a ramp begins with, by what was learnt of the stable side before the candidate gets any traffic. */
import { firstWeight, type StablePast } from '../analysis/ramp/first-weight.ts';
import { count, significant } from '../analysis/figures.ts';
import type { BasisPoints, RampStep } from '../config/plan.ts';
import { percent } from './labels.ts';
import type { Life } from './life.ts';
import { recalibrate } from './recalibrate.ts';
import { usualUndo } from './watch-request.ts';

/** A ramp's first weight, and why it is that. */
export interface FirstWeight {
  weight: BasisPoints;
  message: string;
}

/** The smaller of `from` and what the budget allows; `from` where nothing was learnt. */
export function firstWeightOf(life: Life, step: RampStep): FirstWeight {
  recalibrate(life);
  const { analysis, granularity, calibrating, input } = life;
  const past = pastOf(life);
  const metrics = input.plan.metrics.map(({ burstDivisor = 1, ...metric }) => ({
    ...metric,
    burstDivisor: calibrating.calibrations[metric.name]?.burstDivisor ?? burstDivisor,
  }));
  const { budget, lateBudget, from, to, maxFactor } = step;
  const share = firstWeight(
    metrics,
    past,
    { alpha: analysis.alpha, granularity: granularity / 10_000 },
    {
      budget,
      maxFactor,
      from: from / 10_000,
      to: to / 10_000,
      ...(lateBudget === undefined ? {} : { lateBudget }),
    },
    { blockSeconds: analysis.block / 1000, undoSeconds: usualUndo(life) / 1000 },
  );
  const weight = Math.min(from, Math.round(share * 10_000));
  const perSecond = Math.max(0, ...Object.values(past).map((each) => each.perSecond));
  return { weight, message: why(weight, step, perSecond) };
}

function why(weight: BasisPoints, { budget, from }: RampStep, perSecond: number): string {
  const begins = `the ramp begins at ${percent(weight)}`;
  if (!(perSecond > 0)) return `${begins}: nothing is known of the traffic yet`;
  const traffic = `${count(significant(perSecond, 2))} requests a second`;
  if (weight >= from) return `${begins}: at ${traffic} a total failure there is within its budget`;
  return `${begins} instead of ${percent(from)}: at ${traffic} more would cost above ${count(budget)} bad responses if all of it failed`;
}

/** Requests a second and bad rates of the stable side, which had all traffic. */
function pastOf({ calibrating }: Life): Record<string, StablePast> {
  return Object.fromEntries(
    Object.entries(calibrating.past).flatMap(([name, { requests, seen, sums }]) => {
      if (!(seen > 0)) return [];
      const rates = sums.map(({ total, bad }) => (bad + 0.5) / (total + 1));
      return [[name, { perSecond: requests / (seen / 1000), rates }]];
    }),
  );
}
