/** Limits for the time after the cutover, when there is nothing to compare with (verdict.md §5). */
import { deriveLimit } from '../analysis/derived-limit.ts';
import { duration, share } from '../analysis/figures.ts';
import type { MetricPast } from '../activities/calibrate/past.ts';
import type { MetricConfig, Milliseconds } from '../config/plan.ts';
import { record, type Life } from './life.ts';

/** Bad requests by which a limit is well enough known, although the time to be judged is longer than the past. */
const ENOUGH_BAD = 100;
/** A shorter past has not seen how rates move with the load, so that a limit by it would stop good versions. */
const ENOUGH_SEEN: Milliseconds = 3_600_000;

/** Derives a limit of each metric that has none of its own, and says by which limits is judged from now on. */
export function deriveLimits(life: Life): void {
  const { input, calibrating } = life;
  const { metrics, steps } = input.plan;
  const keep = steps.reduce((sum, step) => sum + (step.kind === 'keep' ? step.for : 0), 0);
  for (const metric of metrics) {
    if (metric.limit !== undefined) continue;
    const derived = derive(calibrating.past[metric.name], metric, keep);
    if (derived !== undefined) calibrating.limits[metric.name] = derived;
  }
  if (metrics.length > 0)
    record(life, 'calibrated', describeLimits(life), { data: { ...calibrating.limits } });
}

/** By what is judged after the cutover, as part of a sentence. */
export function describeLimits({ input, calibrating }: Life): string {
  return input.plan.metrics
    .map(({ name, limit }) => {
      const derived = calibrating.limits[name];
      if (limit !== undefined) return `limit of ${name}: ${share(limit, 1)}, as given`;
      if (derived === undefined) return `${name} has no limit: too little is known of the stable side`;
      const seen = duration((calibrating.past[name]?.seen ?? 0) / 1000);
      return `limit of ${name}: ${share(derived, 1)}, derived from ${seen} of ${input.stable?.version ?? 'the stable side'}`;
    })
    .join('; ');
}

/** A past that is short, or shorter than the time to be judged with few bad requests, says too little. */
function derive(past: MetricPast | undefined, metric: MetricConfig, keep: Milliseconds): number | undefined {
  if (past === undefined || past.seen < ENOUGH_SEEN) return undefined;
  const bad = past.sums.at(-1)?.bad ?? 0;
  return bad >= ENOUGH_BAD || past.seen >= keep ? deriveLimit(past.sums, metric) : undefined;
}
