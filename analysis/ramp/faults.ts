import { exclusionBound } from '../exclusion.ts';
import { judgedEdges } from '../judged-edges.ts';
import { requiredMetrics } from '../lacking.ts';
import { isProven } from '../proof.ts';
import type { MetricState } from '../state.ts';
import { asWeighed } from '../weighed.ts';
import type { Metric, Settings, VerdictState } from '../types.ts';
import type { Load } from './fault-cost.ts';

/** Ratios that a ramp pays for, from the safe margin to the exclusion bound (verdict.md §8). */
const RAMP_RATIOS: readonly number[] = [2, 3, 5, 10];

/** A fault that the evidence does not exclude yet. */
export interface Fault {
  metric: string;
  /** Of a latency metric: the edge in seconds. */
  edge?: number;
  /** The candidate's bad rate over the stable side's. */
  ratio: number;
  /** Given where no ratio is excluded yet: this share of the candidate's requests fails. */
  rate?: number;
  load: Load;
}

/** What has been shown of one metric, as far as a ramp goes by it. */
export interface Shown {
  /** Not worse than so many times the stable side; null when nothing is excluded. */
  bound: number | null;
  /** The candidate's bad rate is not above this; 1 is no bound. */
  rateBound: number;
}

/** Lengths of time that a ramp goes by, in seconds. */
export interface RampTimes {
  blockSeconds: number;
  /** From a fail until the candidate is seen to get no request any more. */
  undoSeconds: number;
}

/** What the evidence shows of a metric over all blocks. */
export function shownOf(state: MetricState): Shown {
  return { bound: exclusionBound(state.excluded), rateBound: state.rateBound };
}

/**
 * Nothing that the ramp pays for is left: worse than the safe margin is excluded, or a bad rate above what nobody
 * minds is. verdict.md §8 names the first alone, which a service without errors never reaches.
 */
export function isCleared({ safeMargin, negligible }: Metric, { bound, rateBound }: Shown): boolean {
  return (bound !== null && bound <= safeMargin) || rateBound <= negligible;
}

/** The same of a release: also where a metric was proven safe at the present weight. */
export function isClearedNow(metric: Metric, release: VerdictState): boolean {
  const state = release.metrics[metric.name];
  return (
    state !== undefined && (isProven(metric, release) || isCleared(asWeighed(metric, state), shownOf(state)))
  );
}

/** The faults of one bad count that are left when so much is shown of its metric (verdict.md §8). */
export function faultsLeft(metric: Metric, load: Load, shown: Shown, edge?: number): Fault[] {
  if (isCleared(metric, shown)) return [];
  const { badRate } = load;
  const at = { metric: metric.name, ...(edge === undefined ? {} : { edge }), load };
  const { bound, rateBound } = shown;
  if (bound === null) {
    return rateBound > badRate ? [{ ...at, ratio: rateBound / badRate, rate: rateBound }] : [];
  }
  // Nothing fails more often than always.
  return RAMP_RATIOS.filter(
    (ratio) => ratio >= metric.safeMargin && ratio <= bound && ratio * badRate <= 1,
  ).map((ratio) => ({ ...at, ratio }));
}

/** A bad count of a metric with what is known of it; undefined while its traffic is not known. */
export interface LoadAt {
  edge?: number;
  load: Load;
}

/** The loads of a metric's judged bad counts; none while nothing was counted. */
export function loadsOf(
  metric: Metric,
  release: VerdictState,
  settings: Settings,
  { blockSeconds, undoSeconds }: RampTimes,
): LoadAt[] {
  const state = release.metrics[metric.name];
  const perSecond = state === undefined ? undefined : requestsPerSecond(state);
  if (state === undefined || perSecond === undefined) return [];
  const { total, bad } = state.overall.stable;
  const { margin, burstDivisor } = asWeighed(metric, state);
  // A latency metric's evidence is the mean over its edges, and a fault may show at one of them.
  const level = (settings.alpha * metric.weight) / state.edges.length;
  return judgedEdges(metric, state, release, settings).map((index) => {
    const edge = metric.edges?.[index];
    const load = {
      perSecond,
      badRate: ((bad[index] ?? 0) + 0.5) / (total + 1),
      margin,
      burstDivisor,
      level,
      blockSeconds,
      undoSeconds,
    };
    return { ...(edge === undefined ? {} : { edge }), load };
  });
}

/** Both sides' requests a second over the last blocks; undefined before the first. */
function requestsPerSecond({ traffic }: MetricState): number | undefined {
  const seconds = traffic.reduce((sum, each) => sum + each.seconds, 0);
  if (!(seconds > 0)) return undefined;
  return traffic.reduce((sum, each) => sum + each.requests, 0) / seconds;
}

/** Everything that a release's evidence leaves to be paid for. */
export function faultsOf(
  metrics: readonly Metric[],
  release: VerdictState,
  settings: Settings,
  times: RampTimes,
): Fault[] {
  return requiredMetrics(metrics).flatMap((metric) => {
    const state = release.metrics[metric.name];
    if (state === undefined || isClearedNow(metric, release)) return [];
    return loadsOf(metric, release, settings, times).flatMap(({ load, edge }) =>
      faultsLeft(asWeighed(metric, state), load, shownOf(state), edge),
    );
  });
}
