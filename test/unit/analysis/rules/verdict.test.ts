import { expect, test } from 'vitest';
import type { Outcome } from '../../../../analysis/rules/measurements.ts';
import { judgeRules, summariseRules, type JudgedRule } from '../../../../analysis/rules/verdict.ts';
import {
  beginRules,
  withAnswer,
  withMeasurement,
  type RulesState,
} from '../../../../analysis/rules/watched.ts';

const MESSAGE = 'connect ECONNREFUSED';

/** State after these measurements, a second apart. */
function after(measured: Record<string, Outcome[]>): RulesState {
  let state = beginRules(Object.keys(measured), 0);
  for (const [name, outcomes] of Object.entries(measured)) {
    for (const [i, outcome] of outcomes.entries()) {
      const more = outcome === 'error' ? { message: MESSAGE } : { value: `${i}` };
      state = withMeasurement(state, name, { at: 1000 * (i + 1), outcome, ...more });
    }
  }
  return state;
}

const rule = (name: string, more: Partial<JudgedRule> = {}): JudgedRule => ({ name, dryRun: false, ...more });
const times = (count: number, outcome: Outcome): Outcome[] => Array.from({ length: count }, () => outcome);

test('nothing stands against a pass where rules are successful, or run within their limits', () => {
  const rules = [rule('done', { count: 2 }), rule('runs', { failureLimit: 1 })];
  const state = after({ done: ['success', 'success'], runs: ['failure', 'success'] });
  expect(judgeRules(rules, state)).toEqual({ broken: false });
});

test('A1: a rule that is not measured yet stands against a pass, since it says nothing', () => {
  expect(judgeRules([rule('waits')], after({ waits: [] })).against).toEqual({
    name: 'waits',
    reason: 'no data',
    message: 'the rule waits is not measured yet',
  });
});

test('A21: a count that is not reached stands against a pass, with how far it is', () => {
  expect(judgeRules([rule('slow', { count: 5 })], after({ slow: times(3, 'success') })).against).toEqual({
    name: 'slow',
    reason: 'not yet known',
    message: '3 of 5 measurements of the rule slow',
  });
});

test('A11, A14: the first that has failed is told, with its limit and its last answer', () => {
  const state = after({ first: ['success', 'failure'], second: ['failure'] });
  expect(judgeRules([rule('first'), rule('second')], state)).toMatchObject({
    failed: {
      name: 'first',
      message: 'failed: the rule first: failed (1) > failureLimit (0), the last answer was 1',
    },
    against: { reason: 'rule failed' },
    broken: true,
  });
});

test('A5: theirs aborts on an error; ours says error, which moves nothing, and goes on when it is over', () => {
  const down = after({ queue: ['success', ...times(5, 'error')] });
  expect(summariseRules([rule('queue')], down)[0]?.phase).toBe('Error');
  const verdict = judgeRules([rule('queue')], down);
  expect(verdict.failed ?? verdict.unclear).toBeUndefined();
  expect(verdict.against).toEqual({
    name: 'queue',
    reason: 'error',
    message: `the rule queue cannot be measured, 5 times in a row: ${MESSAGE}`,
  });
  const back = withMeasurement(down, 'queue', { at: 9000, outcome: 'success', value: '1' });
  expect(judgeRules([rule('queue')], back)).toEqual({ broken: false });
});

test('A5: a single error within the limit is no pass either, whatever came before it', () => {
  const verdict = judgeRules([rule('queue')], after({ queue: ['success', 'error'] }));
  expect(verdict).toMatchObject({ broken: false, against: { reason: 'error' }, unread: { name: 'queue' } });
});

test('A13: theirs stops the others of an inconclusive rule; ours go on, since the release does', () => {
  const rules = [rule('unsure'), rule('later')];
  const state = after({ unsure: ['inconclusive'], later: ['success'] });
  expect(judgeRules(rules, state)).toMatchObject({ unclear: { name: 'unsure' }, broken: true });
  const failed = withMeasurement(state, 'later', { at: 9000, outcome: 'failure', value: '9' });
  expect(judgeRules(rules, failed)).toMatchObject({ failed: { name: 'later' }, unclear: { name: 'unsure' } });
});

test('A12, A13: a dry run stands against nothing, and its errors are told', () => {
  const dry = (outcomes: Outcome[]): ReturnType<typeof judgeRules> =>
    judgeRules([rule('dry', { dryRun: true })], after({ dry: outcomes }));
  expect(dry(['failure'])).toEqual({ broken: false });
  expect(dry([])).toEqual({ broken: false });
  expect(dry(['error'])).toMatchObject({ broken: false, unread: { name: 'dry' } });
});

test('A27: the newest ten measurements are kept, and the message of the newest alone', () => {
  const state = after({ queue: [...times(12, 'success'), 'error', 'error'] });
  const [summary] = summariseRules([rule('queue', { count: 20 })], state);
  expect(summary).toMatchObject({ count: 12, needed: 20, errors: 2, phase: 'Running' });
  expect(summary?.measurements).toHaveLength(10);
  expect(summary?.measurements.map(({ message }) => message)).toEqual([
    ...times(9, 'error').map(() => undefined),
    MESSAGE,
  ]);
  expect(JSON.stringify(state).length).toBeLessThan(1000);
});

test('A5, A13: after an answer what is broken is measured afresh, once, and the rest goes on', () => {
  const rules = [rule('unsure'), rule('good')];
  const state = after({ unsure: ['inconclusive'], good: ['success'] });
  const answered = withAnswer(state, rules, 5000);
  expect(answered.rules).toMatchObject({
    unsure: { startedAt: 5000, measurements: [], tally: { inconclusive: 0 } },
    good: { tally: { count: 1 } },
  });
  const again = withMeasurement(answered, 'unsure', { at: 6000, outcome: 'inconclusive', value: '1' });
  expect(withAnswer(again, rules, 5000)).toBe(again);
});
