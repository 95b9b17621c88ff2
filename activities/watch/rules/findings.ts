import type { RulesVerdict } from '../../../analysis/rules/verdict.ts';
import type { WatchRequest } from '../../types.ts';
import type { Finding } from '../judge.ts';

/** A rule that has failed stops the release, as evidence does. */
export function findFailedRule(
  { muted }: Pick<WatchRequest, 'muted'>,
  { failed }: RulesVerdict,
): Finding | undefined {
  if (failed === undefined || muted.includes('rule')) return undefined;
  return { kind: 'fail', finding: 'rule', reason: 'rule', message: failed.message, blame: failed.name };
}

/** A rule that is inconclusive is asked about at once, and stands against a pass. */
export function findUnclearRule(
  { muted }: Pick<WatchRequest, 'muted'>,
  { unclear }: RulesVerdict,
): Finding | undefined {
  if (unclear === undefined || muted.includes('unclear')) return undefined;
  const { message, name } = unclear;
  return { kind: 'hold', finding: 'unclear', reason: 'rule inconclusive', message, blame: name };
}
