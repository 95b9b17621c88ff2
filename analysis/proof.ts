import { judgedEdges } from './judged-edges.ts';
import { limitSafeLogE } from './limit.ts';
import { safeLogE, SAFE_GRID } from './safe.ts';
import type { MetricState } from './state.ts';
import { badRate } from './tally.ts';
import { blocksToVerdict, MIXTURE_COST } from './time-to-verdict.ts';
import { asWeighed } from './weighed.ts';
import type { Metric, Settings, VerdictState } from './types.ts';

/**
 * Whether a metric is judged against its limit alone: there is no stable side any more, either by the share asked
 * or, where no share is given, because it has had no requests at the present weight.
 */
function limitOnly(metric: Metric, state: MetricState, release: VerdictState): boolean {
  if (asWeighed(metric, state).limit === undefined) return false;
  const share = release.stage?.share;
  return share === undefined ? state.stage.stable.total === 0 : share >= 1;
}

/** Whether a metric has nothing to be compared with, although the stable side has a share at the present weight. */
export function lacksStable(metric: Metric, release: VerdictState): boolean {
  const state = release.metrics[metric.name];
  if (state === undefined || limitOnly(metric, state, release)) return false;
  return (release.stage?.share ?? 0) < 1 && state.stage.stable.total === 0;
}

/** Whether a metric has been proven safe at the present weight: by comparison, or below its limit without one. */
export function isProven(metric: Metric, release: VerdictState): boolean {
  const state = release.metrics[metric.name];
  if (state === undefined) return false;
  return limitOnly(metric, state, release) ? state.limit?.proven === true : state.proven;
}

/**
 * Candidate requests that a candidate as good as the stable side needs at the present weight to be proven safe,
 * at the rates seen (verdict.md §7); undefined when no number of them is enough, or nothing was seen yet.
 */
export function requestsNeeded(
  metric: Metric,
  release: VerdictState,
  settings: Settings,
): number | undefined {
  const perBlock = candidatePerBlock(metric, release);
  const blocks = blocksLeft(metric, release, settings, false);
  return blocks === undefined || perBlock === undefined ? undefined : blocks * perBlock;
}

/**
 * Seconds until the metric is expected to be proven safe, from the evidence gathered and the rates seen at the
 * present weight; 0 when it is, undefined when it is not expected ever to be.
 */
export function secondsUntilSafe(
  metric: Metric,
  release: VerdictState,
  settings: Settings,
): number | undefined {
  if (isProven(metric, release)) return 0;
  const { stage } = release;
  const blocks = blocksLeft(metric, release, settings, true);
  return blocks === undefined || stage === undefined ? undefined : (blocks * stage.seconds) / stage.blocks;
}

/** Mean candidate requests in a block of the present weight; undefined before the first one. */
export function candidatePerBlock(metric: Metric, release: VerdictState): number | undefined {
  const blocks = release.stage?.blocks ?? 0;
  const total = release.metrics[metric.name]?.stage.candidate.total ?? 0;
  return blocks === 0 || total === 0 ? undefined : total / blocks;
}

/** Blocks to a proof: from where the evidence stands now, or for an equally good candidate from the beginning. */
function blocksLeft(
  own: Metric,
  release: VerdictState,
  settings: Settings,
  fromNow: boolean,
): number | undefined {
  const state = release.metrics[own.name];
  const perBlock = candidatePerBlock(own, release);
  if (state === undefined || perBlock === undefined) return undefined;
  const metric = asWeighed(own, state);
  if (limitOnly(metric, state, release)) return limitBlocks(metric, state, perBlock, settings, fromNow);
  const stablePerBlock = state.stage.stable.total / (release.stage?.blocks ?? 1);
  const byEdge = judgedEdges(metric, state, release, settings).map((edge) => {
    const stableRate = badRate(state.overall.stable, edge) ?? 0;
    const stream = {
      process: 'safe',
      candidatePerBlock: perBlock,
      stablePerBlock,
      badRate: stableRate,
      trueRatio: fromNow ? likelyRatio(state, edge, stableRate) : 1,
      margin: metric.safeMargin,
      negligible: metric.negligible,
      burstDivisor: metric.burstDivisor,
      level: settings.beta,
    } as const;
    return blocksToVerdict(stream, fromNow ? safeLogE(state.edges[edge]?.safe ?? [0]) : 0);
  });
  return byEdge.length === 0 || byEdge.includes(undefined)
    ? undefined
    : Math.max(...byEdge.map((blocks) => blocks ?? 0));
}

/**
 * The candidate's rate over the stable side's, drawn towards 1 by five expected bad requests: without it a handful
 * of requests would promise a proof in no time, or never.
 */
function likelyRatio(state: MetricState, edge: number, stableRate: number): number {
  const { total, bad } = state.stage.candidate;
  return ((bad[edge] ?? 0) + 5) / (total * stableRate + 5);
}

function limitBlocks(
  metric: Metric,
  state: MetricState,
  perBlock: number,
  settings: Settings,
  fromNow: boolean,
): number | undefined {
  const limit = metric.limit ?? 0;
  const rate = badRate(state.stage.candidate, state.edges.length - 1) ?? 0;
  const gains = SAFE_GRID.map((ratio) => rate * Math.log(ratio) - limit * (ratio - 1));
  const gain = (perBlock * Math.max(...gains)) / metric.burstDivisor;
  if (!(gain > 0) || state.limit === undefined) return undefined;
  const gathered = fromNow ? limitSafeLogE(state.limit.stage, limit) : 0;
  return Math.max(1, (MIXTURE_COST.safe - Math.log(settings.beta) - gathered) / gain);
}
