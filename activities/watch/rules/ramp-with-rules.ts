import type { RulesVerdict } from '../../../analysis/rules/verdict.ts';
import type { RampJudgement } from '../judge-ramp.ts';

/**
 * The ramp's decision with what stands against it because of rules: no weight rises while a rule is broken or cannot
 * be measured, and the ramp is done only when every rule has answered. Pure.
 */
export function rampWithRules(
  ramp: RampJudgement,
  { against, broken }: RulesVerdict,
  deadlinePassed: boolean,
): RampJudgement {
  const { ends, view } = ramp;
  if (ends === undefined || against === undefined) return ramp;
  const { name: blame, message: why, reason } = against;
  const silent = reason === 'error' || reason === 'no data';
  if (deadlinePassed && (silent || ends.kind === 'pass')) {
    const message = `inconclusive: ${why}`;
    return { view: { ...view, sentence: message }, ends: { kind: 'inconclusive', reason, message, blame } };
  }
  const barred = ends.kind === 'pass' || (ends.kind === 'raise' && (broken || reason === 'error'));
  return barred ? { view: { ...view, sentence: `waiting: ${why}` } } : ramp;
}
