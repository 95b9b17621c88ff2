import { expect, test } from 'vitest';
import type { RulesVerdict } from '../../../../analysis/rules/verdict.ts';
import type { RuleConfig } from '../../../../config/plan.ts';
import { withRules, type Told } from '../../../../activities/watch/rules/with-rules.ts';
import { errors } from './metric.ts';

const bake = { until: 'safe', minRequests: 0, minUntil: 0, maxUntil: 1 } as const;
const told = (outcome: Told['verdict']['outcome'], reason?: string): Told => ({
  verdict: {
    outcome,
    combinedHarmLogE: null,
    evidence: 0,
    problems: [],
    ...(reason === undefined ? {} : { reason }),
  },
  sentence: 'by the metrics',
});
const against = (reason: NonNullable<RulesVerdict['against']>['reason']): RulesVerdict => ({
  against: { name: 'queue', message: 'the rule queue', reason },
  broken: false,
});
const over = { minRequests: 0, minSeconds: 0, deadlinePassed: true };
const before = { ...over, deadlinePassed: false };
const rule: RuleConfig = {
  name: 'queue',
  query: { kind: 'scrape', url: 'http://metrics', gauge: 'queue', labels: { blue: {}, green: {} } },
  result: 'number',
  success: 'result < 100.0',
  initialDelay: 0,
  failureLimit: 0,
  inconclusiveLimit: 0,
  consecutiveErrorLimit: 4,
  consecutiveSuccessLimit: 0,
  dryRun: false,
};
const request = { bake, metrics: [errors], rules: [rule] };

test.each(['error', 'no data'] as const)('at the end of a bake a silent rule is told first: %s', (reason) => {
  const { verdict } = withRules(request, told('inconclusive', 'not yet known'), against(reason), over);
  // Nothing may advance by policy on these, and on what the metrics lack it might.
  expect(verdict).toMatchObject({ outcome: 'inconclusive', reason, blame: 'queue' });
});

test('what the metrics lack is told before a rule that has answered', () => {
  const given = told('inconclusive', 'no data');
  expect(withRules(request, given, against('rule inconclusive'), over)).toBe(given);
});

test('before its end a bake that would pass waits, and a fail is a fail', () => {
  expect(withRules(request, told('pass'), against('not yet known'), before)).toMatchObject({
    verdict: { outcome: 'continue' },
    sentence: 'waiting: the rule queue',
  });
  expect(withRules(request, told('pass'), against('error'), before).verdict.outcome).toBe('error');
  const failed = told('fail', 'harm');
  expect(withRules(request, failed, against('error'), over)).toBe(failed);
});

test('without a bake, or without rules, the metrics alone are told', () => {
  const { bake: _, ...steady } = request;
  const given = told('continue');
  expect(withRules(steady, given, against('error'), before)).toBe(given);
  expect(withRules({ ...request, rules: [] }, told('pass'), { broken: false }, over).verdict.outcome).toBe(
    'pass',
  );
});
