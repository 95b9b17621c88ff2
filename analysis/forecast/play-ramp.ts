import { raiseAllowed } from '../combined-harm.ts';
import { decide } from '../decision.ts';
import type { RampSettings } from '../ramp/allowed.ts';
import { decideRamp, DWELL } from '../ramp/decide-ramp.ts';
import { firstWeight } from '../ramp/first-weight.ts';
import type { Metric, Settings, SideCounts, VerdictState } from '../types.ts';
import { advance, begin } from '../verdict.ts';
import type { Circumstances, ExpectedMetric } from './types.ts';

/** A ramp was played to its end. Times are in seconds since its first weight was set. */
export interface PlayedRamp {
  end: 'done' | 'stopped' | 'undecided';
  seconds: number;
  /** The weights that it came to, with their times. */
  weights: { share: number; seconds: number }[];
  /** Requests of the candidate in all, until it has no more where it is stopped. */
  requests: number;
}

/** Weights of a plan are whole basis points, and most routers hold them so. */
export const GRANULARITY = 0.0001;
/** The lowest bad rate that costs are counted for: with none a ratio would be infinite. */
export const LEAST_RATE = 1e-6;
/** A ramp of more blocks is played in longer ones: the plan is read while somebody waits. */
const MOST_BLOCKS = 1000;

/**
 * Plays a ramp along the counts expected, decided block by block as a release is. `rates` are the candidate's bad
 * rates by metric, one for each bad count. `before`: the candidate's share when it begins, 0 where it has had none.
 */
export function playRamp(
  ramp: RampSettings & { max: number },
  metrics: readonly ExpectedMetric[],
  rates: Readonly<Record<string, readonly number[]>>,
  before: number,
  around: Circumstances,
): PlayedRamp {
  const together = Math.ceil(ramp.max / around.block / MOST_BLOCKS);
  const blockSeconds = around.block * together;
  const judged = metrics.map(asMetric);
  const settings: Settings = {
    ...around,
    plannedBlocks: Math.ceil(around.plannedBlocks / together),
    splitDivisor: 1,
    granularity: GRANULARITY,
  };
  const position = { blockSeconds, undoSeconds: around.undo + around.lag };
  let state: VerdictState = begin(judged, settings);
  let share = before < ramp.from ? Math.max(before, begins(ramp, metrics, settings, around)) : before;
  let requests = around.settle * around.perSecond * share;
  let seconds = around.settle;
  const weights = [{ share, seconds: 0 }];
  let stood: string | undefined;
  while (seconds < ramp.max) {
    const perBlock = around.perSecond * blockSeconds;
    const counts = metrics.map((metric) => [metric.name, sidesOf(metric, rates, perBlock, share)] as const);
    state = advance(state, judged, settings, {
      start: seconds * 1000,
      seconds: blockSeconds,
      stage: String(share),
      share,
      warmup: before === 0 && seconds < around.warmup,
      counts: Object.fromEntries(counts),
    });
    seconds += blockSeconds;
    requests += perBlock * share;
    const asked = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
    if (decide(state, judged, settings, asked).outcome === 'fail') {
      const rest = (around.lag + around.undo) * around.perSecond * share;
      return { end: 'stopped', seconds: seconds + around.lag, weights, requests: requests + rest };
    }
    const stands = standing(state, judged, settings);
    if (stands === stood) continue;
    stood = stands;
    const decision = decideRamp(state, judged, settings, ramp, { ...position, share, deadlinePassed: false });
    if (decision.kind === 'done') return { end: 'done', seconds: seconds + around.lag, weights, requests };
    if (decision.kind !== 'raise') continue;
    const between = around.lag + around.settle;
    seconds += around.lag;
    requests += between * around.perSecond * share;
    share = decision.to;
    weights.push({ share, seconds });
    seconds += around.settle;
  }
  return { end: 'undecided', seconds: ramp.max, weights, requests };
}

/** The first weight, by the traffic of the stable side. */
function begins(
  ramp: RampSettings,
  metrics: readonly ExpectedMetric[],
  settings: Settings,
  around: Circumstances,
): number {
  const past = metrics.map(({ name, rates }) => {
    const known = rates.map((rate) => Math.max(LEAST_RATE, rate));
    return [name, { perSecond: around.perSecond, rates: known }] as const;
  });
  const times = { blockSeconds: around.block, undoSeconds: around.undo + around.lag };
  return firstWeight(metrics, Object.fromEntries(past), settings, ramp, times);
}

/** All that a ramp's decision depends on at a steady traffic: it is dear, and seldom another. */
function standing(state: VerdictState, metrics: readonly Metric[], settings: Settings): string {
  const shown = metrics.map(({ name }) => {
    const known = state.metrics[name];
    return [known?.excluded, known?.rateBound, known?.proven];
  });
  const dwelt = Math.min(DWELL, state.stage?.blocks ?? 0);
  return JSON.stringify([state.stage?.name, dwelt, raiseAllowed(state, metrics, settings), shown]);
}

/** The metric as the verdict knows it. Edges are told apart by their number, since their lengths do not matter. */
function asMetric({ rates, edges, ...metric }: ExpectedMetric): Metric {
  return edges === undefined ? metric : { ...metric, edges: rates.map((_, i) => i + 1) };
}

function sidesOf(
  metric: ExpectedMetric,
  rates: Readonly<Record<string, readonly number[]>>,
  perBlock: number,
  share: number,
): SideCounts {
  const counts = (total: number, by: readonly number[]) => ({ total, bad: by.map((rate) => total * rate) });
  return {
    candidate: counts(perBlock * share, rates[metric.name] ?? metric.rates),
    stable: counts(perBlock * (1 - share), metric.rates),
  };
}
