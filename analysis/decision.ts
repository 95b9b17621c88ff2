import { combinedHarm, largest, type CombinedHarm } from './combined-harm.ts';
import { noiseBroken } from './control.ts';
import { foundFaster } from './faster.ts';
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
  /** The metric with the largest part in a fail, or the one that is faster. */
  blame?: string;
  /** ln of the combined E_harm; null while no metric's bad rate is above its floor. */
  combinedHarmLogE: number | null;
  /** The same for people: 0 to 100, where 100 stops the release. */
  evidence: number;
  /** What the newest block could not read. */
  problems: Problem[];
}

/**
 * The verdict after the newest block. Fail is tested before everything else. Inconclusive at once are a fail whose
 * noise model is broken, a split that is refuted and a candidate that is faster; any other inconclusive answer comes
 * only when the deadline has passed. `error` lasts while the newest
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
  if (failed?.reason === 'noise model broken') return { ...shown, outcome: 'inconclusive', ...failed };
  if (failed !== undefined) return { ...shown, outcome: 'fail', ...failed };
  if (mismatch(state, settings).refuted) {
    return { ...shown, outcome: 'inconclusive', reason: 'split is not what was asked' };
  }
  const faster = foundFaster(state, metrics, settings);
  if (faster !== undefined && conditions.fasterAccepted !== true) {
    return { ...shown, outcome: 'inconclusive', reason: 'faster than before', blame: faster.metric.name };
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
 * between the comparisons; the outage test speaks for each error metric by itself. Where the sum reaches 1/alpha
 * only with a metric whose noise model the negative control has broken, the bound does not hold and a person decides.
 * A total outage is no question of noise.
 */
function failure(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
): { reason: FailReason | 'noise model broken'; blame: string } | undefined {
  const threshold = -Math.log(settings.alpha);
  const sound = metrics.filter(({ name }) => {
    const known = state.metrics[name];
    return known === undefined || !noiseBroken(known, state.blocks, settings);
  });
  const tests = [
    { reason: 'harm', of: (those: readonly Metric[]) => combinedHarm(state, those, settings) },
    { reason: 'limit', of: (those: readonly Metric[]) => combinedLimits(state, those) },
  ] as const;
  let doubtful: string | undefined;
  for (const { reason, of } of tests) {
    const all = of(metrics);
    if (all.logE === null || all.logE < threshold) continue;
    const trusted = sound.length === metrics.length ? all : of(sound);
    if (trusted.logE !== null && trusted.logE >= threshold && trusted.blame !== undefined)
      return { reason, blame: trusted.blame };
    doubtful ??= all.blame;
  }
  const outage = outages(state, metrics, threshold).blame;
  if (outage !== undefined) return { reason: 'outage', blame: outage };
  return doubtful === undefined ? undefined : { reason: 'noise model broken', blame: doubtful };
}

function combinedLimits(state: VerdictState, metrics: readonly Metric[]): CombinedHarm {
  return largest(
    metrics.flatMap((metric) => {
      const known = state.metrics[metric.name];
      const log = known === undefined ? undefined : metricLimitLogE(metric, known);
      return log === undefined ? [] : [{ name: metric.name, log: Math.log(metric.weight) + log }];
    }),
  );
}

function outages(state: VerdictState, metrics: readonly Metric[], threshold: number): CombinedHarm {
  return largest(
    metrics.flatMap(({ name }) => {
      const known = state.metrics[name];
      const log = known === undefined ? undefined : outageLogE(known);
      return log === undefined || log < threshold ? [] : [{ name, log }];
    }),
  );
}
