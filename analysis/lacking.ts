import { hasTurned } from './combined-harm.ts';
import { isProven, lacksStable, requestsNeeded } from './proof.ts';
import type { MetricState } from './state.ts';
import type { Metric, Problem, Settings, VerdictState } from './types.ts';

/** Why a bake ended without an answer. */
export type InconclusiveReason =
  | 'no data'
  | 'stale'
  | 'error'
  | 'too few requests'
  | 'too few candidate instances'
  | 'split is not what was asked'
  | 'noise model broken'
  | 'faster than before'
  | 'not yet known';

/** What a bake asks for. */
export interface Conditions {
  /** Left out: `safe`. */
  until?: 'safe' | 'elapsed';
  /** Candidate requests of each required metric at the present weight. */
  minRequests: number;
  /** Seconds at the present weight. */
  minSeconds: number;
  deadlinePassed: boolean;
  /** A person knows that the candidate is faster than the stable side, and wants it so. */
  fasterAccepted?: boolean;
}

/** The metrics that a pass needs: the required ones, or all of them where none is. */
export function requiredMetrics<Known extends Pick<Metric, 'required'>>(
  metrics: readonly Known[],
): readonly Known[] {
  const required = metrics.filter((metric) => metric.required);
  return required.length > 0 ? required : metrics;
}

/** What is missing for a pass at the present weight; undefined when nothing is. */
export function lacking(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  conditions: Conditions,
): InconclusiveReason | undefined {
  const required = requiredMetrics(metrics);
  const silent = silence(state, required);
  if (silent !== undefined) return silent;
  const { stage } = state;
  const requests = Math.min(...required.map(({ name }) => state.metrics[name]?.stage.candidate.total ?? 0));
  if (stage === undefined || required.length === 0 || requests === 0) return 'no data';
  // That nothing failed says nothing either where the stable side may be what stands still.
  if (required.some((metric) => lacksStable(metric, state))) return 'no data';
  if (requests < conditions.minRequests) return 'too few requests';
  if ((stage.end - stage.start) / 1000 < conditions.minSeconds) return 'not yet known';
  if (conditions.until === 'elapsed') return undefined;
  if (hasTurned(state, metrics, settings)) return 'not yet known';
  const unproven = required.filter((metric) => !isProven(metric, state));
  if (unproven.length === 0) return undefined;
  if (unproven.some((metric) => safeMarginIsLost(state.metrics[metric.name]))) {
    return 'too few candidate instances';
  }
  const tooFew = unproven.some((metric) => {
    const needed = requestsNeeded(metric, state, settings);
    return needed !== undefined && needed > (state.metrics[metric.name]?.stage.candidate.total ?? 0);
  });
  return tooFew ? 'too few requests' : 'not yet known';
}

/** The spread between instances leaves nothing of the safe margin that requests could prove (verdict.md §4). */
function safeMarginIsLost(state: MetricState | undefined): boolean {
  return (state?.weighed?.safeMargin ?? Infinity) <= 1.1;
}

/** A pass is never inferred from silence: the newest block must have read every required metric. */
export function silence(state: VerdictState, required: readonly Metric[]): InconclusiveReason | undefined {
  const has = (kind: Problem['kind']): boolean =>
    (state.newest?.problems ?? []).some(
      (problem) => problem.kind === kind && required.some(({ name }) => name === problem.metric),
    );
  if (has('error')) return 'error';
  if (has('stale')) return 'stale';
  const absent = required.some(({ name }) => state.newest?.absent.includes(name) ?? true);
  return absent ? 'no data' : undefined;
}
