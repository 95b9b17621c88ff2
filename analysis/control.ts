import { advanceHarm, beginHarm, harmLogE } from './harm.ts';
import { logMeanExp } from './log-space.ts';
import { pairAt } from './pair-at.ts';
import type { ControlState, MetricState } from './state.ts';
import { badCounts } from './tally.ts';
import type { Metric, Settings, SideCounts } from './types.ts';

/** E_control from which the noise model is broken (verdict.md §6). */
const BROKEN = 20;

/**
 * Folds one block of the negative control in: the harm process between two halves of the stable instances, which
 * run the same version, in both directions. Warm-up counts, since it is the candidate's. Without halves so far
 * there is no state, and the control is not run.
 */
export function advanceControl(
  metric: Metric,
  { control, weighed }: MetricState,
  { halves }: SideCounts,
  { block, settings: { plannedBlocks } }: { block: number; settings: Settings },
): { control?: ControlState[] } {
  if (control === undefined && halves === undefined) return {};
  const fresh = beginHarm(plannedBlocks, block);
  const states =
    control ?? Array.from({ length: badCounts(metric) }, () => ({ aOverB: fresh, bOverA: fresh }));
  const against = { margin: weighed?.controlMargin ?? 1, negligible: 0, burstDivisor: metric.burstDivisor };
  return {
    control: states.map(({ aOverB, bOverA }, i) => {
      const aFirst = pairAt({ candidate: halves?.a, stable: halves?.b }, i);
      const bFirst = pairAt({ candidate: halves?.b, stable: halves?.a }, i);
      return {
        aOverB: advanceHarm(aOverB, aFirst, against, block, plannedBlocks),
        bOverA: advanceHarm(bOverA, bFirst, against, block, plannedBlocks),
      };
    }),
  };
}

/**
 * ln E_control after `blocks` blocks: half of each direction, and the mean over the edges as E_harm is one. Null
 * where no block had halves, so that the control was not run.
 */
export function controlLogE({ control }: MetricState, blocks: number, settings: Settings): number | null {
  if (control === undefined) return null;
  const { plannedBlocks } = settings;
  return logMeanExp(
    control.flatMap(({ aOverB, bOverA }) => [
      harmLogE(aOverB, blocks, plannedBlocks),
      harmLogE(bOverA, blocks, plannedBlocks),
    ]),
  );
}

/** Stable instances differ among themselves by more than the burst divisor allows: the metric's bound is void. */
export function noiseBroken(state: MetricState, blocks: number, settings: Settings): boolean {
  return (controlLogE(state, blocks, settings) ?? -Infinity) >= Math.log(BROKEN);
}
