import { aboveFloor, hasTurned } from './combined-harm.ts';
import { controlLogE, noiseBroken } from './control.ts';
import { evidenceOf100 } from './decision.ts';
import { exclusionBound } from './exclusion.ts';
import { fasterLogE } from './faster.ts';
import { judgedEdges } from './judged-edges.ts';
import { limitSafeLogE } from './limit.ts';
import { metricHarmLogE, metricLimitLogE, metricSafeLogE } from './metric-evidence.ts';
import { isProven, secondsUntilSafe } from './proof.ts';
import type { MetricState, Tally } from './state.ts';
import { asWeighed } from './weighed.ts';
import type { Metric, MetricSummary, Settings, VerdictState } from './types.ts';

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
  own: Metric,
  known: MetricState,
  state: VerdictState,
  settings: Settings,
  withdrawn: boolean,
): MetricSummary {
  const metric = asWeighed(own, known);
  const harmLogE = metricHarmLogE(known, state.blocks, settings);
  const judged = judgedEdges(metric, known, state, settings);
  const limitLogE = metricLimitLogE(metric, known);
  const control = controlLogE(known, state.blocks, settings);
  const faster = fasterLogE(known, state.blocks, settings);
  const seconds = secondsUntilSafe(metric, state, settings);
  return {
    name: metric.name,
    required: metric.required,
    ...(known.weighed === undefined ? {} : { weighed: known.weighed }),
    stage: known.stage,
    overall: known.overall,
    rates: { candidate: rates(known.stage.candidate), stable: rates(known.stage.stable) },
    harmLogE,
    harmEvidence: evidenceOf100(Math.log(metric.weight) + harmLogE, settings.alpha),
    aboveFloor: aboveFloor(metric, known, state.blocks, settings),
    safeLogE: metricSafeLogE(known, judged),
    control: control === null ? null : { logE: control, broken: noiseBroken(known, state.blocks, settings) },
    ...(faster === undefined ? {} : { fasterLogE: faster }),
    proven: isProven(metric, state),
    edges: [...(metric.edges ?? [])],
    leftOut: (metric.edges ?? []).filter((_, edge) => !judged.includes(edge)),
    exclusionBound: exclusionBound(known.excluded),
    rateBound: known.rateBound,
    withdrawn,
    ...(limitLogE === undefined || known.limit === undefined
      ? {}
      : {
          limit: {
            harmLogE: limitLogE,
            harmEvidence: evidenceOf100(Math.log(metric.weight) + limitLogE, settings.alpha),
            safeLogE: limitSafeLogE(known.limit.stage, metric.limit ?? 1),
          },
        }),
    ...(seconds === undefined ? {} : { secondsUntilSafe: seconds }),
  };
}

function rates({ total, bad }: Tally['candidate']): (number | null)[] {
  return bad.map((count) => (total > 0 ? count / total : null));
}
