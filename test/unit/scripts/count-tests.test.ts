import { expect, test } from 'vitest';
import { countTests } from '../../../scripts/check/count-tests.ts';

const file = (status: string, ...tests: string[]) => ({
  status,
  assertionResults: tests.map((each) => ({ status: each })),
});

function report(passed: number, failed: number, testResults: object[]): string {
  return JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 1,
    numTodoTests: 2,
    testResults,
  });
}

test('counts tests, and tests that were not run as skipped', () => {
  const json = report(2, 1, [file('passed', 'passed'), file('failed', 'passed', 'failed')]);
  expect(countTests(json, false)).toEqual({ passed: 2, failed: 1, skipped: 3 });
});

test('a file that could not be loaded is a failure', () => {
  expect(countTests(report(1, 0, [file('passed', 'passed'), file('failed')]), false)).toMatchObject({
    failed: 1,
  });
});

test('a run that vitest calls failed is never counted as passed', () => {
  expect(countTests(report(1, 0, [file('passed', 'passed')]), false)).toMatchObject({ failed: 1 });
  expect(countTests(report(1, 0, [file('passed', 'passed')]), true)).toMatchObject({ failed: 0 });
  expect(countTests(undefined, false)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});
