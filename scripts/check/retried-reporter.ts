import type { Reporter } from 'vitest/node';

/**
 * Lists at the end of a run the tests that passed on a second try: they passed, and there is something to look at.
 * Vitest makes a reporter with `new` from the default export.
 */
// oxlint-disable-next-line import/no-default-export
export default function createReporter(): Reporter {
  const retried: string[] = [];
  return {
    onTestCaseResult: (test) => {
      const tries = test.diagnostic()?.retryCount ?? 0;
      if (tries > 0 && test.ok()) retried.push(`${test.module.relativeModuleId} > ${test.fullName}`);
    },
    onTestRunEnd: () => {
      for (const name of retried) console.log(`passed on a second try: ${name}`);
    },
  };
}
