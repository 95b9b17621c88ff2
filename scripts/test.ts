import { runChecks } from './check/run-checks.ts';
import { runTests } from './check/run-tests.ts';
import { bringInTestPrograms } from './setup/test-programs.mjs';

// `npm test` is the whole gate; `npm test -- FILE…` runs only the tests in these files.
const filters = process.argv.slice(2);
// The checks need none of the programs, and the network is waited for meanwhile.
const [checks, missing] = await Promise.all([
  filters.length === 0
    ? runChecks(['format', 'types', 'types of the dashboard', 'lint', 'unused code'])
    : { passed: 0, failed: 0 },
  bringInTestPrograms(),
]);
for (const { name, reason } of missing)
  console.error(`sluice set-up: without ${name}, its tests are skipped: ${reason}`);
const tests = await runTests(filters);

const passed = checks.passed + tests.passed;
const failed = checks.failed + tests.failed;
console.log(`${passed} passed, ${failed} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`);
process.exitCode = failed > 0 || tests.passed === 0 ? 1 : 0;
