import { hasTurned } from './combined-harm.ts';
import { mismatch, type Verdict } from './decision.ts';
import { explainDoubt } from './explain-doubt.ts';
import { explainFail } from './explain-fail.ts';
import { count, duration, significant } from './figures.ts';
import { requiredMetrics, type Conditions } from './lacking.ts';
import { candidatePerBlock, isProven, secondsUntilSafe } from './proof.ts';
import type { Metric, Settings, VerdictState } from './types.ts';

/** One plain sentence, without a full stop, that says why a bake waits or why it ended as it did. */
export function explain(
  verdict: Verdict,
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  conditions: Conditions,
): string {
  switch (verdict.outcome) {
    case 'fail':
      return explainFail(verdict, state, metrics, settings);
    case 'pass':
      return conditions.until === 'elapsed'
        ? 'passed: the time is over and nothing failed'
        : 'passed: every required metric is proven safe';
    case 'error':
      return `waiting: ${problemOf(state, 'error')}; it is tried again`;
    case 'inconclusive':
      return `inconclusive: ${verdict.reason ?? 'not yet known'}; ${explainDoubt(verdict, state, metrics, settings) ?? whyWaiting(state, metrics, settings, conditions)}`;
    case 'continue':
      return `waiting: ${whyWaiting(state, metrics, settings, conditions)}`;
  }
}

/** Why there is no answer yet, without a full stop. */
export function whyWaiting(
  state: VerdictState,
  metrics: readonly Metric[],
  settings: Settings,
  conditions: Conditions,
): string {
  const { stage, newest } = state;
  const split = mismatch(state, settings);
  if (split.refuted)
    return `the candidate answers ${split.direction ?? 'less'} of the requests than was asked`;
  if (stage === undefined || newest === undefined) return 'no block has ended yet';
  for (const kind of ['error', 'stale', 'absent'] as const) {
    if (newest.problems.some((problem) => problem.kind === kind)) return problemOf(state, kind);
  }
  const required = requiredMetrics(metrics);
  const absent = required.find(({ name }) => newest.absent.includes(name));
  if (absent !== undefined) return `there are no candidate counts of ${absent.name}`;
  if (newest.warmup) return 'the candidate warms up, and its requests are not judged yet';
  if (hasTurned(state, metrics, settings)) return 'the evidence has turned against the candidate';
  return missing(state, required, settings, conditions, stage);
}

function missing(
  state: VerdictState,
  required: readonly Metric[],
  settings: Settings,
  conditions: Conditions,
  stage: NonNullable<VerdictState['stage']>,
): string {
  for (const { name } of required) {
    const requests = state.metrics[name]?.stage.candidate.total ?? 0;
    if (requests === 0) return `the candidate has had no requests of ${name} at this weight`;
    if (requests < conditions.minRequests) {
      return `${count(requests)} of at least ${count(conditions.minRequests)} candidate requests`;
    }
  }
  const elapsed = (stage.end - stage.start) / 1000;
  if (conditions.until !== 'elapsed') {
    const slowest = slowestProof(state, required, settings);
    if (slowest !== undefined) return slowest;
  }
  if (elapsed < conditions.minSeconds)
    return `${duration(elapsed)} of at least ${duration(conditions.minSeconds)}`;
  return conditions.until === 'elapsed' ? 'the time is not over' : 'the deadline has not passed';
}

/** The required metric that is expected to be proven last. */
function slowestProof(
  state: VerdictState,
  required: readonly Metric[],
  settings: Settings,
): string | undefined {
  const unproven = required.filter((metric) => !isProven(metric, state));
  let longest: { metric: Metric; seconds: number } | undefined;
  for (const metric of unproven) {
    const seconds = secondsUntilSafe(metric, state, settings);
    if (seconds === undefined) return `at the rates seen ${metric.name} is not expected to be proven safe`;
    if (longest === undefined || seconds > longest.seconds) longest = { metric, seconds };
  }
  if (longest === undefined) return undefined;
  const { metric, seconds } = longest;
  const seen = state.metrics[metric.name]?.stage.candidate.total ?? 0;
  const { blocks = 1, seconds: watched = 1 } = state.stage ?? {};
  const rate = ((candidatePerBlock(metric, state) ?? 0) * blocks) / watched;
  const needed = significant(seen + seconds * rate);
  return `${count(seen)} of about ${count(needed)} candidate requests of ${metric.name}, ${duration(seconds)} at ${String(significant(rate, 2))} a second`;
}

function problemOf(state: VerdictState, kind: 'error' | 'stale' | 'absent'): string {
  const problem = state.newest?.problems.find((each) => each.kind === kind);
  return problem === undefined ? kind : `${problem.metric} cannot be read: ${problem.message}`;
}
