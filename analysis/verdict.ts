import { advanceMetric, beginMetric, beginMetricStage } from './metric-state.ts';
import { advanceSplit, beginSplit, type SplitState } from './mismatch.ts';
import type { StageState } from './state.ts';
import type { Block, Metric, Settings, VerdictState } from './types.ts';

/** The state of a release before its first block. */
export function begin(metrics: readonly Metric[], settings: Settings): VerdictState {
  return {
    blocks: 0,
    metrics: Object.fromEntries(metrics.map((metric) => [metric.name, beginMetric(metric, settings)])),
  };
}

/**
 * Folds one block in and leaves the given state as it was. Metrics and settings must be those of `begin`; what
 * calibration changes comes with the block, as `weighed`. The split is read from the first metric's totals. A block is weighed when it is
 * folded, so `decide` has to be asked after each one.
 */
export function advance(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  block: Block,
): VerdictState {
  const entered = state.stage?.name !== block.stage;
  const stage = advanceStage(entered ? undefined : state.stage, metrics[0], block);
  const position = { block: state.blocks, stage, settings };
  return {
    blocks: state.blocks + 1,
    stage,
    newest: {
      warmup: block.warmup === true,
      problems: block.problems ?? [],
      absent: metrics.map(({ name }) => name).filter((name) => block.counts[name]?.candidate === undefined),
    },
    metrics: Object.fromEntries(
      metrics.map((metric) => {
        const present = state.metrics[metric.name] ?? beginMetric(metric, settings);
        const entering = entered ? beginMetricStage(metric, present) : present;
        return [metric.name, advanceMetric(metric, entering, block, position)];
      }),
    ),
  };
}

function advanceStage(stage: StageState | undefined, first: Metric | undefined, block: Block): StageState {
  const counted = block.warmup === true ? 0 : 1;
  const split = advanceStageSplit(stage?.split, first, block);
  const share = block.share ?? stage?.share;
  return {
    name: block.stage,
    ...(share === undefined ? {} : { share }),
    start: stage?.start ?? block.start,
    end: block.start + block.seconds * 1000,
    blocks: (stage?.blocks ?? 0) + counted,
    seconds: (stage?.seconds ?? 0) + counted * block.seconds,
    ...(split === undefined ? {} : { split }),
  };
}

/**
 * Warm-up counts here: where requests go does not depend on how warm an instance is. A block cut short by a weight
 * change does not, since it may hold requests of two weights; nor does one that lacks a side.
 */
function advanceStageSplit(
  split: SplitState | undefined,
  first: Metric | undefined,
  { share, partial, counts }: Block,
): SplitState | undefined {
  if (share === undefined) return split;
  const present = split?.share === share ? split : beginSplit(share);
  const sides = first === undefined ? undefined : counts[first.name];
  if (partial === true || sides?.candidate === undefined || sides.stable === undefined) return present;
  return advanceSplit(present, { candidate: sides.candidate.total, stable: sides.stable.total });
}
