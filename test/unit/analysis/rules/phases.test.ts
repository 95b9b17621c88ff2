import { expect, test } from 'vitest';
import { addMeasurement, NOT_MEASURED, type Outcome } from '../../../../analysis/rules/measurements.ts';
import { assessRule, type RuleLimits } from '../../../../analysis/rules/phase.ts';
import { assessRun, evaluateRules, type MeasuredRule } from '../../../../analysis/rules/run.ts';

const times = (count: number, outcome: Outcome): Outcome[] => Array.from({ length: count }, () => outcome);

function tally(measurements: readonly Outcome[]): ReturnType<typeof addMeasurement> {
  return measurements.reduce(addMeasurement, NOT_MEASURED);
}

function phaseOf(measurements: readonly Outcome[], limits: RuleLimits = {}, stopping = false): string {
  return assessRule(tally(measurements), limits, stopping).phase;
}

function assess(...rules: MeasuredRule[]): ReturnType<typeof assessRun> {
  return assessRun(rules.map(({ measurements, ...rest }) => ({ ...rest, tally: tally(measurements) })));
}

test('A1, A26: without a measurement a rule is pending, and successful when it is to stop', () => {
  expect(phaseOf([])).toBe('Pending');
  expect(phaseOf([], {}, true)).toBe('Successful');
});

test('A2: with a measurement under way it runs, also when it is to stop', () => {
  expect(phaseOf(['success', 'running'], { count: 1 })).toBe('Running');
  expect(phaseOf(['running'], {}, true)).toBe('Running');
});

test('A3: it has failed above the limit of failures, not at it', () => {
  const failed = times(3, 'failure');
  expect(phaseOf(failed, { failureLimit: 2 })).toBe('Failed');
  expect(phaseOf(failed, { failureLimit: 2 }, true)).toBe('Failed');
  expect(phaseOf(failed, { failureLimit: 3 })).toBe('Running');
  expect(phaseOf(failed, { failureLimit: 3 }, true)).toBe('Successful');
});

test('A4: the same for inconclusive measurements', () => {
  const measured = times(3, 'inconclusive');
  expect(phaseOf(measured, { inconclusiveLimit: 2 })).toBe('Inconclusive');
  expect(phaseOf(measured, { inconclusiveLimit: 2 }, true)).toBe('Inconclusive');
  expect(phaseOf(measured, { inconclusiveLimit: 3 })).toBe('Running');
  expect(phaseOf(measured, { inconclusiveLimit: 3 }, true)).toBe('Successful');
});

test('A5: the fifth error in a row is an error, unless another limit is given', () => {
  expect(phaseOf(times(5, 'error'))).toBe('Error');
  expect(phaseOf(times(5, 'error'), {}, true)).toBe('Error');
  expect(phaseOf(times(4, 'error'))).toBe('Running');
  expect(phaseOf(times(4, 'error'), {}, true)).toBe('Successful');
  expect(phaseOf(times(1, 'error'), { consecutiveErrorLimit: 0 })).toBe('Error');
  expect(phaseOf([...times(4, 'error'), 'success', ...times(4, 'error')])).toBe('Running');
});

test('A6: with its count reached it is successful, unless a limit is broken', () => {
  const mixed = [...times(5, 'success'), ...times(5, 'inconclusive')];
  expect(phaseOf(times(9, 'success'), { count: 10 })).toBe('Running');
  expect(phaseOf(times(10, 'success'), { count: 10 })).toBe('Successful');
  expect(phaseOf(mixed, { count: 10 })).toBe('Inconclusive');
});

test('A7: a streak of successes ends it, with failures not limited', () => {
  const limits = { failureLimit: -1, consecutiveSuccessLimit: 3 };
  expect(phaseOf([...times(9, 'failure'), ...times(3, 'success')], limits)).toBe('Successful');
  expect(phaseOf([...times(9, 'failure'), ...times(2, 'success')], limits)).toBe('Running');
});

test.each([
  [3, 3, 'Running'],
  [5, 0, 'Failed'],
  [3, 4, 'Successful'],
  [5, 4, 'Failed'],
])('A9: with both limits at 4, %i failures and a streak of %i: %s', (failures, streak, phase) => {
  const measured = [...times(failures, 'failure'), ...times(streak, 'success')];
  expect(phaseOf(measured, { failureLimit: 4, consecutiveSuccessLimit: 4 })).toBe(phase);
});

test('A11: with nothing configured one failure, one inconclusive measurement or five errors are too many', () => {
  const message = (measured: Outcome[]): unknown => assessRule(tally(measured), {});
  expect(message(['failure'])).toEqual({ phase: 'Failed', message: 'failed (1) > failureLimit (0)' });
  expect(message(['inconclusive'])).toEqual({
    phase: 'Inconclusive',
    message: 'inconclusive (1) > inconclusiveLimit (0)',
  });
  expect(message(times(5, 'error'))).toEqual({
    phase: 'Error',
    message: 'consecutiveErrors (5) > consecutiveErrorLimit (4)',
  });
});

test('A12: the run goes on while a rule does, and is as bad as the worst', () => {
  const done: MeasuredRule = { name: 'a', count: 1, measurements: ['success'] };
  const on: MeasuredRule = { name: 'b', measurements: ['success'] };
  expect(evaluateRules([done, on]).run).toBe('Running');
  expect(evaluateRules([done, { name: 'b', measurements: ['failure'] }])).toMatchObject({
    rules: { a: 'Successful', b: 'Failed' },
    run: 'Failed',
  });
  expect(evaluateRules([{ name: 'a', measurements: [] }])).toEqual({
    rules: { a: 'Pending' },
    run: 'Running',
  });
});

test.each([
  ['Failed', times(1, 'failure')],
  ['Error', times(5, 'error')],
  ['Inconclusive', times(1, 'inconclusive')],
])('A13: when one rule is %s the others are stopped, and the run is too', (phase, measurements) => {
  const run = assess(
    { name: 'waits', measurements: [] },
    { name: 'under-way', measurements: ['success', 'running'] },
    { name: 'first', measurements },
    { name: 'goes-on', measurements: ['success'] },
  );
  expect(run).toMatchObject({ run: phase, blame: 'first' });
  expect(run.rules).toMatchObject({
    waits: { phase: 'Successful' },
    'under-way': { phase: 'Inconclusive', message: 'Metric Terminated' },
    first: { phase },
    'goes-on': { phase: 'Successful' },
  });
});

test('A14: of two that failed the first in their order is named', () => {
  const failed: Outcome[] = ['failure'];
  expect(
    assess(
      { name: 'unsure', measurements: ['inconclusive'] },
      { name: 'second', measurements: failed },
      { name: 'third', measurements: failed },
    ).blame,
  ).toBe('second');
});

test('A12, A13: a dry run is shown and never counted', () => {
  const dry: MeasuredRule = { name: 'dry', dryRun: true, measurements: ['failure'] };
  const good: MeasuredRule = { name: 'good', count: 1, measurements: ['success'] };
  expect(evaluateRules([dry, good])).toEqual({
    rules: { dry: 'Failed', good: 'Successful' },
    run: 'Successful',
  });
  expect(evaluateRules([dry, { name: 'on', measurements: ['success'] }]).run).toBe('Running');
  expect(evaluateRules([dry]).run).toBe('Successful');
});

test('A23: errors use up no count', () => {
  expect(tally([...times(4, 'success'), ...times(5, 'error')])).toMatchObject({
    count: 4,
    errors: 5,
    errorsInARow: 5,
  });
});
