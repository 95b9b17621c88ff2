/** Limits for the time after the cutover, when there is nothing to compare with (verdict.md §5). */
import { deriveLimit } from '../analysis/derived-limit.ts';
import { duration, share } from '../analysis/figures.ts';
import type { MetricConfig, Milliseconds } from '../config/plan.ts';
import { record, type Life } from './life.ts';

/** Bad requests by which a limit is well enough known, although the time to be judged is longer than the past. */
const ENOUGH_BAD = 100;
/** A shorter past has not seen how rates move with the load, so that a limit by it would stop good versions. */
const ENOUGH_SEEN: Milliseconds = 3_600_000;

/** What limits are derived from, and those that were. */
export interface Known {
  input: Pick<Life['input'], 'plan' | 'stable'>;
  calibrating: Pick<Life['calibrating'], 'past' | 'limits'>;
}

/** What the past of the stable side says of a limit. `any`: so much was bad before that any rate would do. */
type Derived = number | 'any' | 'unknown';

/** Derives a limit of each metric that has none of its own, and says by which limits is judged from now on. */
export function deriveLimits(life: Life): void {
  const { input, calibrating } = life;
  const { metrics } = input.plan;
  for (const metric of metrics) {
    if (metric.limit !== undefined) continue;
    const derived = derive(life, metric);
    if (typeof derived === 'number') calibrating.limits[metric.name] = derived;
  }
  if (metrics.length > 0)
    record(life, 'calibrated', describeLimits(life), { data: { ...calibrating.limits } });
}

/** By what is judged after the cutover, as part of a sentence. */
export function describeLimits(life: Known): string {
  const { input, calibrating } = life;
  return input.plan.metrics
    .map((metric) => {
      const { name, limit } = metric;
      const derived = calibrating.limits[name];
      if (limit !== undefined) return `limit of ${name}: ${share(limit, 1)}, as given`;
      if (derived === undefined) {
        const any = derive(life, metric) === 'any';
        return `${name} has no limit: ${any ? 'so much was bad at the stable side that any rate would do' : 'too little is known of the stable side'}`;
      }
      const seen = duration((calibrating.past[name]?.seen ?? 0) / 1000);
      return `limit of ${name}: ${share(derived, 1)}, derived from ${seen} of ${input.stable?.version ?? 'the stable side'}`;
    })
    .join('; ');
}

/** A past that is short, or shorter than the time to be judged with few bad requests, says too little. */
function derive({ input, calibrating }: Known, metric: MetricConfig): Derived {
  const past = calibrating.past[metric.name];
  if (past === undefined || past.seen < ENOUGH_SEEN) return 'unknown';
  const keep: Milliseconds = input.plan.steps.reduce(
    (sum, step) => sum + (step.kind === 'keep' ? step.for : 0),
    0,
  );
  const { bad = 0, total = 0 } = past.sums.at(-1) ?? {};
  if (total === 0 || (bad < ENOUGH_BAD && past.seen < keep)) return 'unknown';
  return deriveLimit(past.sums, metric) ?? 'any';
}
