import { expect, test } from 'vitest';
import type { RulesVerdict } from '../../../../analysis/rules/verdict.ts';
import type { RampJudgement } from '../../../../activities/watch/judge-ramp.ts';
import { rampWithRules } from '../../../../activities/watch/rules/ramp-with-rules.ts';

const view = { weight: 500, sentence: 'ramping', uncoverable: [] };
const raise: RampJudgement = {
  view,
  ends: { kind: 'raise', reason: 'raise', message: 'raise', raise: 1000 },
};
const done: RampJudgement = { view, ends: { kind: 'pass', reason: 'pass', message: 'done' } };
const fine: RulesVerdict = { broken: false };
const against = (reason: NonNullable<RulesVerdict['against']>['reason'], broken = false): RulesVerdict => ({
  against: { name: 'queue', message: 'the rule queue', reason },
  broken,
});

test('rules that stand within their limits change nothing of a ramp', () => {
  expect(rampWithRules(raise, fine, false)).toBe(raise);
  expect(rampWithRules(done, fine, true)).toBe(done);
});

test('no weight rises while a rule is broken or cannot be measured; a count to come holds up the end alone', () => {
  const waits = { view: { ...view, sentence: 'waiting: the rule queue' } };
  expect(rampWithRules(raise, against('error'), false)).toEqual(waits);
  expect(rampWithRules(raise, against('rule inconclusive', true), false)).toEqual(waits);
  expect(rampWithRules(raise, against('not yet known'), false)).toBe(raise);
  expect(rampWithRules(done, against('not yet known'), false)).toEqual(waits);
});

test('at its deadline a ramp that would be done is inconclusive, for the reason of the rule', () => {
  expect(rampWithRules(done, against('error'), true).ends).toEqual({
    kind: 'inconclusive',
    reason: 'error',
    message: 'inconclusive: the rule queue',
    blame: 'queue',
  });
});
