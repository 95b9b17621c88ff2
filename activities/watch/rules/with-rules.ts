import type { Verdict } from '../../../analysis/decision.ts';
import type { Conditions } from '../../../analysis/lacking.ts';
import type { RulesVerdict } from '../../../analysis/rules/verdict.ts';
import type { WatchRequest } from '../../types.ts';

/** A verdict, its reason a rule's too, and the sentence that says it. */
export interface Told {
  verdict: Omit<Verdict, 'reason'> & { reason?: string };
  sentence: string;
}

/**
 * The verdict of the compared metrics with what stands against a pass because of rules. A rule that has no answer is
 * told at the end of a bake before everything else, since nothing may advance on it. Without a compared metric the
 * rules alone decide a bake that goes by time. Pure.
 */
export function withRules(
  { metrics, rules = [], bake }: Pick<WatchRequest, 'metrics' | 'rules' | 'bake'>,
  compared: Told,
  { against }: RulesVerdict,
  conditions: Conditions,
): Told {
  if (rules.length === 0) return compared;
  const told = metrics.length === 0 ? byTime(compared, conditions) : compared;
  const { outcome } = told.verdict;
  if (bake === undefined || against === undefined || outcome === 'fail') return told;
  const { name: blame, message, reason } = against;
  const silent = reason === 'error' || reason === 'no data';
  if (conditions.deadlinePassed && (silent || outcome === 'pass')) {
    const verdict = { ...told.verdict, outcome: 'inconclusive' as const, reason, blame };
    return { verdict, sentence: `inconclusive: ${message}` };
  }
  if (outcome !== 'pass') return told;
  const waits = reason === 'error' ? ('error' as const) : ('continue' as const);
  return { verdict: { ...told.verdict, outcome: waits }, sentence: `waiting: ${message}` };
}

function byTime(compared: Told, { until, deadlinePassed }: Conditions): Told {
  if (until !== 'elapsed') return compared;
  const { reason: _reason, ...verdict } = compared.verdict;
  return deadlinePassed
    ? {
        verdict: { ...verdict, outcome: 'pass' },
        sentence: 'passed: the time is over and no rule has failed',
      }
    : { verdict: { ...verdict, outcome: 'continue' }, sentence: 'waiting: the time is not over' };
}
