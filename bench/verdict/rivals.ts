import { sum, type Moment } from './release.ts';
import { INTERVAL } from './traffic.ts';

/**
 * A plain threshold rule as users of Argo Rollouts and Flagger write it: each minute the candidate's bad share of
 * that minute is held against a limit, and with the fifth failure the release is stopped. The limit is what a user
 * who knows his service would give: twice its usual rate, at least 1 %. Seconds until it stops the release.
 */
export function thresholdRule(moments: readonly Moment[], usualRate: number): number | undefined {
  const limit = Math.max(0.01, 2 * usualRate);
  const minute = 60 / INTERVAL;
  let failures = 0;
  for (let i = 0; i + minute <= moments.length; i += minute) {
    const { total, bad } = moments
      .slice(i, i + minute)
      .map(({ candidate }) => candidate)
      .reduce(sum);
    if (total > 0 && bad / total > limit) failures += 1;
    if (failures === 5) return (i + minute) * INTERVAL;
  }
  return undefined;
}

/** A z-test of both sides' bad shares so far at 1 %, one-sided, repeated every 10 seconds. */
export function repeatedZTest(moments: readonly Moment[]): number | undefined {
  let [c, x, s, y] = [0, 0, 0, 0];
  for (const [i, { candidate, stable }] of moments.entries()) {
    c += candidate.total;
    x += candidate.bad;
    s += stable.total;
    y += stable.bad;
    const pooled = (x + y) / (c + s);
    const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / c + 1 / s));
    if (deviation > 0 && (x / c - y / s) / deviation > 2.326) return (i + 1) * INTERVAL;
  }
  return undefined;
}
