import type { Counts, Metric, Weighed } from './types.ts';

/** How much the bad rate differs from one stable instance to the next. */
export interface InstanceSpread {
  /** Standard deviation of ln of the bad rate between instances, beyond what their counts vary by chance. */
  sigma: number;
  stableInstances: number;
}

/** Instances a side. */
export interface Instances {
  candidate: number;
  stable: number;
}

/** Bad requests of each instance from which the log of its rate can be told. */
const ENOUGH_BAD = 20;
/** With two instances the deviation is that of a single difference: chance. */
const ENOUGH_INSTANCES = 3;
/** Normal quantiles of 99 % and 95 %, one-sided. */
const HARM_QUANTILE = 2.33;
const SAFE_QUANTILE = 1.645;

/**
 * The spread between stable instances by what each of them counted over the same time (verdict.md §3); undefined
 * with fewer than three instances, or while no bad count has reached 20 on each of them. With several edges it is
 * the largest of those that have.
 *
 * The variance of the log rates that were counted is that between the instances plus that of counting, which is
 * about m/x for x bad requests in bursts of m (delta method). The mean of the latter is subtracted: the estimate by
 * moments of DerSimonian and Laird (1986) with equal weights.
 */
export function instanceSpread(
  instances: readonly Counts[],
  burstDivisor: number,
): InstanceSpread | undefined {
  if (instances.length < ENOUGH_INSTANCES) return undefined;
  const sigmas = (instances[0]?.bad ?? []).flatMap((_, edge) => sigmaAt(instances, edge, burstDivisor) ?? []);
  return sigmas.length === 0 ? undefined : { sigma: Math.max(...sigmas), stableInstances: instances.length };
}

function sigmaAt(instances: readonly Counts[], edge: number, burstDivisor: number): number | undefined {
  const bads = instances.map(({ bad }) => bad[edge] ?? 0);
  if (bads.some((bad) => bad < ENOUGH_BAD)) return undefined;
  const logs = instances.map(({ total }, i) => Math.log((bads[i] ?? 0) / total));
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  const seen = logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / (logs.length - 1);
  const counting = bads.reduce((sum, bad) => sum + burstDivisor / bad, 0) / bads.length;
  return Math.sqrt(Math.max(0, seen - counting));
}

/**
 * The margins by which a block is weighed where the spread is known: the harm margin is raised to what it explains,
 * the safe margin lowered by it (verdict.md §3 and §4), and the halves of the negative control are granted the same.
 */
export function weighedBySpread(
  metric: Pick<Metric, 'margin' | 'safeMargin'>,
  { sigma, stableInstances }: InstanceSpread,
  { candidate, stable }: Instances,
): Pick<Weighed, 'margin' | 'safeMargin' | 'controlMargin'> {
  if (!(sigma > 0) || candidate < 1 || stable < 1) return {};
  const between = sigma * Math.sqrt(1 / candidate + 1 / stable);
  const half = Math.floor(stableInstances / 2);
  const halves = sigma * Math.sqrt(1 / half + 1 / (stableInstances - half));
  return {
    margin: Math.max(metric.margin, Math.exp(HARM_QUANTILE * between)),
    safeMargin: metric.safeMargin / Math.exp(SAFE_QUANTILE * between),
    controlMargin: Math.exp(HARM_QUANTILE * halves),
  };
}
