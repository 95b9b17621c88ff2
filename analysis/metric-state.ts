import type { Pair } from './block-factor.ts';
import { advanceControl } from './control.ts';
import {
  advanceExclusion,
  beginExclusion,
  dropExcluded,
  EXCLUSION_RATIOS,
  markExcluded,
} from './exclusion.ts';
import { advanceFaster, beginFaster } from './faster.ts';
import { advanceHarm, beginHarm, type HarmState } from './harm.ts';
import { judgedEdges } from './judged-edges.ts';
import { addTempered, limitSafeLogE, NO_REQUESTS } from './limit.ts';
import { metricSafeLogE } from './metric-evidence.ts';
import { pairAt } from './pair-at.ts';
import { tightenRateBound } from './rate-bound.ts';
import { advanceSafe, beginSafe } from './safe.ts';
import type { EdgeState, LimitState, MetricState, StageState } from './state.ts';
import { addSides, badCounts, emptyTally } from './tally.ts';
import { asWeighed } from './weighed.ts';
import type { Block, Counts, Metric, Settings, SideCounts } from './types.ts';

/** Blocks that the `floor` looks back over at least (verdict.md §5), and the traffic of a ramp (§8). */
export const FLOOR_BLOCKS = 6;

/** A limit before its first block. */
const NO_LIMIT_YET: LimitState = { all: NO_REQUESTS, stage: NO_REQUESTS, proven: false };

/** A metric before the first block. */
export function beginMetric(metric: Metric, settings: Settings): MetricState {
  const bads = badCounts(metric);
  return {
    edges: Array.from({ length: bads }, () => ({
      harm: beginHarm(settings.plannedBlocks),
      safe: beginSafe(),
      exclusion: beginExclusion(),
      rate: NO_REQUESTS,
    })),
    overall: emptyTally(bads),
    stage: emptyTally(bads),
    stageBlocks: 0,
    recent: [],
    traffic: [],
    proven: false,
    excluded: EXCLUSION_RATIOS.map(() => false),
    rateBound: 1,
    ...(metric.limit === undefined ? {} : { limit: NO_LIMIT_YET }),
    ...(metric.edges === undefined ? { outage: NO_REQUESTS } : {}),
    ...beginFaster(metric, settings),
  };
}

/** A metric at the beginning of a weight: what must be proven at each weight begins afresh, harm goes on. */
export function beginMetricStage(metric: Metric, state: MetricState): MetricState {
  return {
    ...state,
    edges: state.edges.map((edge) => ({ ...edge, safe: beginSafe() })),
    stage: emptyTally(badCounts(metric)),
    stageBlocks: 0,
    proven: false,
    ...(state.limit === undefined ? {} : { limit: { ...state.limit, stage: NO_REQUESTS, proven: false } }),
  };
}

/** Where in the release a block stands: its number from 0, and the stage with the block in it. */
export interface Position {
  block: number;
  stage: StageState;
  settings: Settings;
}

/** Folds one block into one metric. In warm-up only limit, total outage and what is shown move. */
export function advanceMetric(
  own: Metric,
  before: MetricState,
  block: Block,
  position: Position,
): MetricState {
  const { weighed: _, ...rest } = before;
  const weighed = block.weighed?.[own.name];
  const state: MetricState = weighed === undefined ? rest : { ...rest, weighed };
  const metric = asWeighed(own, state);
  const sides = block.counts[metric.name] ?? {};
  const counted = {
    ...state,
    overall: addSides(state.overall, sides),
    traffic: advanceTraffic(state, sides, block.seconds),
    ...advanceLimit(metric, state, sides, position),
    ...advanceControl(metric, state, sides, position),
    ...advanceFaster(metric, state, block.warmup === true ? {} : sides, position),
  };
  if (block.warmup === true) {
    const edges = state.edges.map((edge) => ({
      ...edge,
      harm: advanceEdgeHarm(edge, undefined, metric, position),
    }));
    return { ...counted, edges, ...advanceOutage(metric, state, sides.candidate) };
  }
  const had = sides.candidate !== undefined && sides.candidate.total > 0 ? sides.candidate : undefined;
  return bound(metric, position, {
    ...counted,
    edges: state.edges.map((edge, i) => advanceEdge(edge, i, sides, metric, position)),
    stage: addSides(state.stage, sides),
    stageBlocks: state.stageBlocks + (had === undefined ? 0 : 1),
    recent: had === undefined ? state.recent : [...state.recent, had].slice(-FLOOR_BLOCKS),
  });
}

/** What has been shown once stays shown: running maxima of the safe processes over the edges that are judged. */
function bound(metric: Metric, { block, stage, settings }: Position, state: MetricState): MetricState {
  const judged = judgedEdges(metric, state, { blocks: block + 1, stage }, settings);
  const edges = judged.flatMap((i) => state.edges[i] ?? []);
  const excluded = markExcluded(
    state.excluded,
    edges.map(({ exclusion }) => exclusion),
    settings.beta,
  );
  const safe = metricSafeLogE(state, judged);
  return {
    ...state,
    edges: state.edges.map(({ harm, safe, exclusion, rate }) => ({
      harm,
      safe,
      exclusion: dropExcluded(exclusion, excluded),
      rate,
    })),
    excluded,
    rateBound: tightenRateBound(
      state.rateBound,
      edges.map(({ rate }) => rate),
      settings.beta,
    ),
    proven: state.proven || (safe !== null && safe >= -Math.log(settings.beta)),
  };
}

function advanceEdge(
  edge: EdgeState,
  i: number,
  sides: SideCounts,
  metric: Metric,
  position: Position,
): EdgeState {
  const { burstDivisor, safeMargin, negligible } = metric;
  const pair = pairAt(sides, i);
  const bad = sides.candidate?.bad[i];
  return {
    harm: advanceEdgeHarm(edge, pair, metric, position),
    safe: advanceSafe(edge.safe, pair, { margin: safeMargin, negligible, burstDivisor }),
    exclusion: advanceExclusion(edge.exclusion, pair, burstDivisor),
    rate:
      bad === undefined ? edge.rate : addTempered(edge.rate, sides.candidate?.total ?? 0, bad, burstDivisor),
  };
}

function advanceEdgeHarm(
  edge: EdgeState,
  pair: Pair | undefined,
  { margin, burstDivisor }: Metric,
  { block, settings }: Position,
): HarmState {
  const against = { margin, negligible: 0, burstDivisor };
  return advanceHarm(edge.harm, pair, against, block, settings.plannedBlocks);
}

function advanceTraffic(
  { traffic }: MetricState,
  { candidate, stable }: SideCounts,
  seconds: number,
): MetricState['traffic'] {
  if (candidate === undefined || stable === undefined) return traffic;
  return [...traffic, { requests: candidate.total + stable.total, seconds }].slice(-FLOOR_BLOCKS);
}

/** A given limit speaks of one rate; with several edges that is the share slower than the highest. */
function advanceLimit(
  metric: Metric,
  { limit = NO_LIMIT_YET }: MetricState,
  { candidate }: SideCounts,
  { settings }: Position,
): { limit?: LimitState } {
  if (metric.limit === undefined) return {};
  const bad = candidate?.bad.at(-1);
  if (candidate === undefined || bad === undefined) return { limit };
  const all = addTempered(limit.all, candidate.total, bad, metric.burstDivisor);
  const stage = addTempered(limit.stage, candidate.total, bad, metric.burstDivisor);
  const proven = limit.proven || limitSafeLogE(stage, metric.limit) >= -Math.log(settings.beta);
  return { limit: { all, stage, proven } };
}

function advanceOutage(
  metric: Metric,
  { outage }: MetricState,
  candidate: Counts | undefined,
): Partial<MetricState> {
  if (outage === undefined || candidate === undefined) return {};
  return { outage: addTempered(outage, candidate.total, candidate.bad[0] ?? 0, metric.burstDivisor) };
}
