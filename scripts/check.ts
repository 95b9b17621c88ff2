import { runChecks } from './check/run-checks.ts';

// The architecture test is one of the unit tests; here it runs alone, so that `npm run check` is complete.
const { failed } = await runChecks([
  'format',
  'types',
  'types of the dashboard',
  'lint',
  'unused code',
  'architecture',
]);
process.exitCode = failed > 0 ? 1 : 0;
