import { combinedHarm, largest } from './combined-harm.ts';
import { lacking, type Conditions, type InconclusiveReason } from './lacking.ts';
import { metricLimitLogE, outageLogE } from './metric-evidence.ts';
import { judgeSplit, type Mismatch } from './mismatch.ts';
import type { Metric, Problem, Settings, VerdictState } from './types.ts';

/** Why a release failed: worse than the stable side, above a limit, or failing totally while it warmed up. */
export type FailReason = 'harm' | 'limit' | 'outage';

/** The answer of a bake (verdict.md §5). */
export interface Verdict {
  outcome: 'pass' | 'fail' | 'continue' | 'inconclusive' | 'error';
  /** Given for fail and inconclusive. */
  reason?: FailReason | InconclusiveReason;
  /** The metric with the largest part in a fail. */
  blame?: string;
  /** ln of the combined E_harm; null while no metric's bad rate is above its floor. */
  combinedHarmLogE: number | null;
  /** The same for people: 0 to 100, where 100 stops the release. */
  evidence: number;
  /** What the newest block could not read. */
  problems: Problem[];
}

/**
 * The verdict after the newest block. Fail is tested before everything else. A split that is refuted is inconclusive
 * at once; any other inconclusive answer comes only when the deadline has passed. `error` lasts while the newest
 * block says that the backend of a required metric refused; it ends nothing before the deadline.
 */
export function decide(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  conditions: Conditions,
): Verdict {
  const { logE } = combinedHarm(state, metrics, settings);
  const shown = {
    combinedHarmLogE: logE,
    evidence: logE === null ? 0 : evidenceOf100(logE, settings.alpha),
    problems: state.newest?.problems ?? [],
  };
  const failed = failure(state, metrics, settings);
  if (failed !== undefined) return { ...shown, outcome: 'fail', ...failed };
  if (mismatch(state, settings).refuted) {
    return { ...shown, outcome: 'inconclusive', reason: 'split is not what was asked' };
  }
  const reason = lacking(state, metrics, settings, conditions);
  const ended = conditions.deadlinePassed;
  if (reason === undefined)
    return { ...shown, outcome: conditions.until === 'elapsed' && !ended ? 'continue' : 'pass' };
  if (ended) return { ...shown, outcome: 'inconclusive', reason };
  return { ...shown, outcome: reason === 'error' ? 'error' : 'continue' };
}

/** What the observed split at the present weight says; not run where no share was asked. */
export function mismatch(state: VerdictState, settings: Settings): Mismatch {
  const split = state.stage?.split;
  return split === undefined ? { logE: 0, refuted: false } : judgeSplit(split, settings);
}

/** Evidence as people are shown it: 0 to 100, where 100 is the evidence that stops a release. */
export function evidenceOf100(logE: number, alpha: number): number {
  return logE >= -Math.log(alpha) ? 100 : 100 * alpha * Math.exp(logE);
}

/**
 * Limits have a null of their own ("the candidate keeps its limits"), and the weights divide alpha between them as
 * between the comparisons; the outage test speaks for each error metric by itself.
 */
function failure(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): { reason: FailReason; blame: string } | undefined {
  const threshold = -Math.log(settings.alpha);
  const outages = metrics.flatMap(({ name }) => {
    const known = state.metrics[name];
    const log = known === undefined ? undefined : outageLogE(known);
    return log === undefined || log < threshold ? [] : [{ name, log }];
  });
  const limits = metrics.flatMap((metric) => {
    const known = state.metrics[metric.name];
    const log = known === undefined ? undefined : metricLimitLogE(metric, known);
    return log === undefined ? [] : [{ name: metric.name, log: Math.log(metric.weight) + log }];
  });
  const candidates = [
    { reason: 'harm', ...combinedHarm(state, metrics, settings) },
    { reason: 'limit', ...largest(limits) },
    { reason: 'outage', ...largest(outages) },
  ] as const;
  for (const { reason, logE, blame } of candidates) {
    if (logE !== null && logE >= threshold && blame !== undefined) return { reason, blame };
  }
  return undefined;
}
