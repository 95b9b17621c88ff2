import { runChecks } from './check/run-checks.ts';
import { runTests } from './check/run-tests.ts';

// `npm test` is the whole gate; `npm test -- FILE…` runs only the tests in these files.
const filters = process.argv.slice(2);
const checks =
  filters.length === 0
    ? await runChecks(['format', 'types', 'lint', 'unused code'])
    : { passed: 0, failed: 0 };
const tests = await runTests(filters);

const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0;
