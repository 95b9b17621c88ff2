/** A plan and its traffic as the forecast takes them: times in seconds, the weights with their bakes. */
import { ASSUMED_DIVISOR } from '../../analysis/calibration.ts';
import type {
  Circumstances,
  ExpectedBake,
  ExpectedMetric,
  ExpectedRamp,
  ExpectedStage,
} from '../../analysis/forecast/types.ts';
import type { BakeStep, MetricConfig, Plan, RampStep } from '../../config/plan.ts';
import { readLag } from '../../config/sources/read-lag.ts';
import type { Traffic } from './traffic.ts';

/** Seconds from a fail until the candidate gets no request any more, assumed: a write and its way to the router. */
const ASSUMED_UNDO = 5;
/** Seconds between a change of weight and the first block, assumed: a second, and the way to the router. */
const ASSUMED_SETTLE = 1.2;
/** Edges that a latency metric is judged at when it does not name any. */
const MOST_EDGES = 8;

/** The weights below 100 % in their order, each with the bakes at it, and the ramps between them. */
export function expectedStages({ steps }: Plan): ExpectedStage[] {
  const stages: ExpectedStage[] = [];
  const cutover = steps.findIndex(({ kind }) => kind === 'cutover');
  steps.slice(0, cutover < 0 ? steps.length : cutover).forEach((step, index) => {
    if (step.kind === 'shift' && step.to > 0 && step.to < 10_000)
      stages.push({ kind: 'weight', step: index, share: step.to / 10_000, bakes: [] });
    if (step.kind === 'ramp') stages.push(expectedRamp(step, index));
    const last = stages.at(-1);
    if (step.kind === 'bake' && last?.kind === 'weight') last.bakes.push(expectedBake(step, index));
  });
  return stages;
}

function expectedBake({ until, min, max, minRequests }: BakeStep, step: number): ExpectedBake {
  return { step, until, min: min / 1000, max: max / 1000, minRequests };
}

function expectedRamp(
  { from, to, budget, lateBudget, maxFactor, max }: RampStep,
  step: number,
): ExpectedRamp {
  return {
    kind: 'ramp',
    step,
    budget,
    ...(lateBudget === undefined ? {} : { lateBudget }),
    from: from / 10_000,
    to: to / 10_000,
    maxFactor,
    max: max / 1000,
  };
}

/** The burst divisor that a metric is forecast with, and how it is known. */
export interface Divisor {
  burstDivisor: number;
  by: 'given' | 'measured' | 'assumed';
}

/** As the plan gives it, else as it was measured, else what is assumed where nothing is known. */
export function divisorOf(
  { name, burstDivisor: given }: MetricConfig,
  { burstDivisors = {} }: Traffic,
): Divisor {
  if (given !== undefined) return { burstDivisor: given, by: 'given' };
  const measured = burstDivisors[name];
  if (measured !== undefined) return { burstDivisor: measured, by: 'measured' };
  return { burstDivisor: ASSUMED_DIVISOR.live, by: 'assumed' };
}

/** The metrics whose bad rate is known. */
export function expectedMetrics({ metrics }: Plan, traffic: Traffic): ExpectedMetric[] {
  return metrics.flatMap((metric) => {
    const known = traffic.rates[metric.name];
    if (known === undefined) return [];
    const edges = edgesOf(metric, known);
    const { source: _source, bad: _bad, limit: _limit, ...weighed } = metric;
    const { burstDivisor } = divisorOf(metric, traffic);
    return [{ ...weighed, burstDivisor, rates: known, ...(edges === undefined ? {} : { edges }) }];
  });
}

function edgesOf({ bad }: MetricConfig, known: readonly number[]): number | undefined {
  if (bad.kind === 'labels') return undefined;
  return Math.max(known.length, bad.edges === 'all' ? MOST_EDGES : bad.edges.length);
}

/** What holds for the whole release. */
export function circumstances(
  { analysis, metrics }: Plan,
  { perSecond, block: measured }: Traffic,
): Circumstances {
  const { alpha, beta, plannedBlocks, warmup } = analysis;
  const block = analysis.blockGiven || measured === undefined ? analysis.block / 1000 : measured;
  return {
    alpha,
    beta,
    plannedBlocks: Math.max(1, Math.ceil((plannedBlocks * analysis.block) / 1000 / block)),
    perSecond,
    block,
    warmup: warmup / 1000,
    settle: ASSUMED_SETTLE,
    lag: Math.max(0, ...metrics.map(({ source }) => readLag(source))) / 1000,
    undo: ASSUMED_UNDO,
  };
}
