import { z } from 'zod';

const report = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({ status: z.string(), assertionResults: z.array(z.object({ status: z.string() })) }),
  ),
});

/** How many tests ended how. */
export interface TestCounts {
  passed: number;
  failed: number;
  skipped: number;
}

/**
 * Counts from vitest's JSON report. A file that failed outside its tests (it could not be loaded, or a hook threw)
 * counts as one failure, and so does a run that vitest calls failed for any other reason, or without a report.
 */
export function countTests(json: string | undefined, ok: boolean): TestCounts {
  if (json === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const read = report.parse(JSON.parse(json));
  const brokenFiles = read.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  ).length;
  const failed = read.numFailedTests + brokenFiles;
  return {
    passed: read.numPassedTests,
    failed: failed === 0 && !ok ? 1 : failed,
    skipped: read.numPendingTests + read.numTodoTests,
  };
}
