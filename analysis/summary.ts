import { aboveFloor, hasTurned } from './combined-harm.ts';
import { evidenceOf100 } from './decision.ts';
import { exclusionBound } from './exclusion.ts';
import { judgedEdges } from './judged-edges.ts';
import { limitSafeLogE } from './limit.ts';
import { metricHarmLogE, metricLimitLogE, metricSafeLogE } from './metric-evidence.ts';
import { isProven, secondsUntilSafe } from './proof.ts';
import type { MetricState, Tally, VerdictState } from './state.ts';
import type { Metric, Settings } from './types.ts';

/** What is known of one metric, for people and for the report. */
export interface MetricSummary {
  name: string;
  required: boolean;
  /** The blocks of the present weight that moved evidence. */
  stage: Tally;
  /** Every block of the release, warm-up included. */
  overall: Tally;
  /** Bad over total at the present weight, by edge (one entry without edges); null without requests. */
  rates: { candidate: (number | null)[]; stable: (number | null)[] };
  /** ln E_harm, before the metric's weight. */
  harmLogE: number;
  /** The metric's part of the release's evidence of harm, 0 to 100: its weight times E_harm, in hundredths of 1/alpha. */
  harmEvidence: number;
  /** The candidate's bad rate is above the metric's floor, so that the part counts. */
  aboveFloor: boolean;
  /** ln E_safe at the present weight, the minimum over the judged edges; null when none is judged. */
  safeLogE: number | null;
  /** Proven safe at the present weight, by comparison or, without a stable side, by the limit. */
  proven: boolean;
  /** Edges, in seconds, that too few requests are expected to pass. */
  leftOut: number[];
  /** Not worse than this many times the stable side throughout the blocks seen; null when nothing is excluded. */
  exclusionBound: number | null;
  /** The candidate's bad rate was not above this throughout the blocks seen; 1 is no bound. */
  rateBound: number;
  /** The evidence has turned: the two bounds must not be shown as true any more. */
  withdrawn: boolean;
  /** Only with a limit: ln of the evidence of being above it, and, at the present weight, below it. */
  limit?: { harmLogE: number; safeLogE: number };
  /** Expected seconds until proven safe, 0 when it is; left out when it is not expected. */
  secondsUntilSafe?: number;
}

/** One summary for each metric, in the order given. */
export function summarise(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): MetricSummary[] {
  const withdrawn = hasTurned(state, metrics, settings);
  return metrics.flatMap((metric) => {
    const known = state.metrics[metric.name];
    return known === undefined ? [] : [summariseMetric(metric, known, state, settings, withdrawn)];
  });
}

function summariseMetric(
  metric: Metric,
  known: MetricState,
  state: VerdictState,
  settings: Settings,
  withdrawn: boolean,
): MetricSummary {
  const harmLogE = metricHarmLogE(known, state.blocks, settings);
  const judged = judgedEdges(metric, known, state, settings);
  const limitLogE = metricLimitLogE(metric, known);
  const seconds = secondsUntilSafe(metric, state, settings);
  return {
    name: metric.name,
    required: metric.required,
    stage: known.stage,
    overall: known.overall,
    rates: { candidate: rates(known.stage.candidate), stable: rates(known.stage.stable) },
    harmLogE,
    harmEvidence: evidenceOf100(Math.log(metric.weight) + harmLogE, settings.alpha),
    aboveFloor: aboveFloor(metric, known, state.blocks, settings),
    safeLogE: metricSafeLogE(known, judged),
    proven: isProven(metric, state),
    leftOut: (metric.edges ?? []).filter((_, edge) => !judged.includes(edge)),
    exclusionBound: exclusionBound(known.excluded),
    rateBound: known.rateBound,
    withdrawn,
    ...(limitLogE === undefined || known.limit === undefined
      ? {}
      : { limit: { harmLogE: limitLogE, safeLogE: limitSafeLogE(known.limit.stage, metric.limit ?? 1) } }),
    ...(seconds === undefined ? {} : { secondsUntilSafe: seconds }),
  };
}

function rates({ total, bad }: Tally['candidate']): (number | null)[] {
  return bad.map((count) => (total > 0 ? count / total : null));
}
