import { EXCLUSION_RATIOS } from '../exclusion.ts';
import { judgedEdges } from '../judged-edges.ts';
import { requiredMetrics } from '../lacking.ts';
import { limitSafeLogE } from '../limit.ts';
import { secondsUntilSafe } from '../proof.ts';
import { RATE_BOUNDS } from '../rate-bound.ts';
import { safeLogE } from '../safe.ts';
import type { MetricState } from '../state.ts';
import { blocksToVerdict } from '../time-to-verdict.ts';
import { asWeighed } from '../weighed.ts';
import type { Metric, Settings, VerdictState } from '../types.ts';
import { allowedWeight, type RampSettings } from './allowed.ts';
import { capOf, nextWeight, type RampPosition } from './decide-ramp.ts';
import { faultsLeft, isCleared, isClearedNow, loadsOf, shownOf, type Shown } from './faults.ts';

/** What a ramp waits for: that this is shown of the metric which is expected to show it last. */
export interface Outlook {
  metric: string;
  /** The weight that follows, 0 to 1; undefined at the top. */
  next?: number;
  /** Candidate requests at this weight so far. */
  seen: number;
  /** Those that are expected to be needed in all, and the seconds until then; undefined: it is not expected. */
  needed?: number;
  seconds?: number;
  /** Candidate requests a second. */
  perSecond: number;
}

/**
 * What the evidence of each metric has to show before the weight is raised, or at the top before the ramp is done;
 * undefined when nothing is known yet, or nothing is waited for.
 */
export function outlook(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  ramp: RampSettings,
  position: RampPosition,
  atTop: boolean,
): Outlook | undefined {
  const cap = capOf(state, metrics, settings, ramp, position);
  let slowest: Outlook | undefined;
  let next = Infinity;
  for (const metric of requiredMetrics(metrics)) {
    if (isClearedNow(metric, state)) continue;
    const found = outlookOf(metric, state, settings, ramp, position, atTop ? undefined : cap);
    if (found === undefined) continue;
    next = Math.min(next, found.next ?? Infinity);
    if ((found.seconds ?? Infinity) > (slowest?.seconds ?? 0)) slowest = found;
  }
  return slowest?.next === undefined ? slowest : { ...slowest, next };
}

/** Seconds are 0 where the metric does not hold the weight back. `cap`: undefined at the top. */
function outlookOf(
  metric: Metric,
  release: VerdictState,
  settings: Settings,
  ramp: RampSettings,
  position: RampPosition,
  cap: number | undefined,
): Outlook | undefined {
  const state = release.metrics[metric.name];
  const { stage } = release;
  if (state === undefined || stage === undefined || !(stage.seconds > 0)) return undefined;
  const weighed = asWeighed(metric, state);
  const seen = state.stage.candidate.total;
  const perSecond = seen / stage.seconds;
  const at = { metric: metric.name, seen, perSecond };
  const loads = loadsOf(metric, release, settings, position);
  const raised = (shown: Shown): number | undefined => {
    const faults = loads.flatMap(({ load, edge }) => faultsLeft(weighed, load, shown, edge));
    const allowed = Math.min(cap ?? 1, allowedWeight(faults, ramp, settings.granularity));
    return nextWeight(position.share, allowed, ramp, settings.granularity);
  };
  const atTop = cap === undefined;
  const now = atTop ? undefined : raised(shownOf(state));
  if (now !== undefined) return { ...at, seconds: 0, needed: seen, next: now };
  let best: Outlook | undefined;
  for (const { shown, seconds } of steps(metric, state, release, settings)) {
    if (seconds >= (best?.seconds ?? Infinity)) continue;
    const next = atTop ? undefined : raised(shown);
    if (atTop ? !isCleared(weighed, shown) : next === undefined) continue;
    const needed = seen + seconds * perSecond;
    best = { ...at, seconds, needed, ...(next === undefined ? {} : { next }) };
  }
  const proof = atTop ? secondsUntilSafe(metric, release, settings) : undefined;
  if (proof !== undefined && proof < (best?.seconds ?? Infinity)) {
    return { ...at, seconds: proof, needed: seen + proof * perSecond };
  }
  return best ?? at;
}

/** All that can be shown next, each with the seconds until it is expected to be. */
function steps(
  metric: Metric,
  state: MetricState,
  release: VerdictState,
  settings: Settings,
): { shown: Shown; seconds: number }[] {
  const { bound, rateBound } = shownOf(state);
  const rates = bound === null ? RATE_BOUNDS.filter((rate) => rate < rateBound) : [];
  const ratios = EXCLUSION_RATIOS.filter((ratio) => ratio < (bound ?? Infinity));
  const reached = [
    ...rates.map((rate) => ({
      shown: { bound, rateBound: rate },
      seconds: secondsUntilRate(metric, state, release, settings, rate),
    })),
    ...ratios.map((ratio) => ({
      shown: { bound: ratio, rateBound },
      seconds: secondsUntilRatio(metric, state, release, settings, ratio),
    })),
  ];
  return reached.flatMap(({ shown, seconds }) => (seconds === undefined ? [] : [{ shown, seconds }]));
}

/**
 * The candidate's rate over the stable side's, drawn towards 1 by five expected bad requests: a handful of requests
 * would promise a bound in no time, or never.
 */
function likelyRatio({ overall }: MetricState, edge: number, stableRate: number): number {
  const { total, bad } = overall.candidate;
  return ((bad[edge] ?? 0) + 5) / (total * stableRate + 5);
}

function stableRateOf({ overall }: MetricState, edge: number): number {
  return ((overall.stable.bad[edge] ?? 0) + 0.5) / (overall.stable.total + 1);
}

function secondsUntilRatio(
  metric: Metric,
  state: MetricState,
  release: VerdictState,
  settings: Settings,
  ratio: number,
): number | undefined {
  const { blocks, seconds } = release.stage ?? { blocks: 0, seconds: 0 };
  if (blocks === 0) return undefined;
  const index = EXCLUSION_RATIOS.indexOf(ratio);
  const byEdge = judgedEdges(metric, state, release, settings).map((edge) => {
    const badRate = stableRateOf(state, edge);
    const stream = {
      process: 'safe',
      candidatePerBlock: state.stage.candidate.total / blocks,
      stablePerBlock: state.stage.stable.total / blocks,
      badRate,
      trueRatio: likelyRatio(state, edge, badRate),
      margin: ratio,
      negligible: 0,
      burstDivisor: asWeighed(metric, state).burstDivisor,
      level: settings.beta,
    } as const;
    return blocksToVerdict(stream, safeLogE(state.edges[edge]?.exclusion[index] ?? [0]));
  });
  const slowest = longest(byEdge);
  return slowest === undefined ? undefined : (slowest * seconds) / blocks;
}

function secondsUntilRate(
  metric: Metric,
  state: MetricState,
  release: VerdictState,
  settings: Settings,
  rate: number,
): number | undefined {
  const perSecond = state.stage.candidate.total / (release.stage?.seconds ?? Infinity);
  if (!(perSecond > 0)) return undefined;
  const byEdge = judgedEdges(metric, state, release, settings).map((edge) => {
    const stableRate = stableRateOf(state, edge);
    const likely = Math.min(1, stableRate * likelyRatio(state, edge, stableRate));
    const { total, bad } = state.edges[edge]?.rate ?? { total: 0, bad: 0 };
    const shown = (requests: number): boolean => {
      const more = requests / asWeighed(metric, state).burstDivisor;
      const sum = { total: total + more, bad: bad + more * likely };
      return limitSafeLogE(sum, rate) >= -Math.log(settings.beta);
    };
    return fewest(shown);
  });
  const slowest = longest(byEdge);
  return slowest === undefined ? undefined : slowest / perSecond;
}

const MOST_REQUESTS = 2 ** 50;

/** The fewest requests for which something holds, to a hundredth; undefined when no number of them is enough. */
function fewest(holds: (requests: number) => boolean): number | undefined {
  let high = 1;
  while (!holds(high)) {
    high *= 2;
    if (high > MOST_REQUESTS) return undefined;
  }
  let low = high === 1 ? 0 : high / 2;
  while (high - low > high / 100) {
    const middle = (low + high) / 2;
    if (holds(middle)) high = middle;
    else low = middle;
  }
  return high;
}

function longest(all: readonly (number | undefined)[]): number | undefined {
  return all.length === 0 || all.includes(undefined) ? undefined : Math.max(...all.map((each) => each ?? 0));
}
