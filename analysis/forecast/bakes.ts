import { requiredMetrics } from '../lacking.ts';
import type { ToSafe } from './to-safe.ts';
import type { ExpectedBake, ExpectedMetric, ExpectedWeight } from './types.ts';

/** How a bake is expected to end with a candidate as good as the stable side. */
export interface BakeForecast {
  /** Index of the step in the plan. */
  step: number;
  until: ExpectedBake['until'];
  /** Seconds that it takes, at most its longest time. */
  seconds: number;
  /**
   * Only of a bake until safe that is expected to run out of time: seconds that it would take, and the metric that
   * takes longest; no seconds where no time is enough.
   */
  undecided?: { metric: string; seconds?: number };
}

/** The bakes of a weight one after the other: the proof at a weight is gathered over all of them. */
export function forecastBakes(
  { bakes }: ExpectedWeight,
  metrics: readonly ExpectedMetric[],
  safe: Record<string, ToSafe>,
  perSecond: number,
): BakeForecast[] {
  const required = requiredMetrics(metrics);
  const times = required.map(({ name }) => ({ metric: name, seconds: safe[name]?.seconds }));
  const slowest = times.reduce<(typeof times)[number] | undefined>(
    (most, each) => ((each.seconds ?? Infinity) > (most?.seconds ?? -1) ? each : most),
    undefined,
  );
  let elapsed = 0;
  return bakes.map(({ step, until, min, max, minRequests }) => {
    const requests = minRequests / perSecond;
    const proof = (slowest?.seconds ?? Infinity) - elapsed;
    const needed = Math.max(min, requests - elapsed, until === 'safe' ? proof : max);
    const seconds = Math.min(max, needed);
    elapsed += seconds;
    if (until === 'elapsed' || needed <= max || slowest === undefined) return { step, until, seconds };
    const known = needed === Infinity ? {} : { seconds: needed };
    return { step, until, seconds, undecided: { metric: slowest.metric, ...known } };
  });
}
