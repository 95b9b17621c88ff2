import { runTool } from './run-tool.ts';

const checks = {
  format: ['prettier', '--check', '.'],
  types: ['tsc', '--noEmit'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  'unused code': ['knip', '--no-config-hints'],
  architecture: ['vitest', 'run', 'test/unit/architecture.test.ts'],
} satisfies Record<string, string[]>;

/**
 * Runs every named check, one after the other, whatever the ones before found, and prints a line for each:
 * `ok   types (1.2 s)`, or `FAIL types (1.2 s)` under the tool's output.
 */
export async function runChecks(names: (keyof typeof checks)[]): Promise<{ passed: number; failed: number }> {
  let failed = 0;
  for (const name of names) {
    const start = performance.now();
    const { ok, output } = await runTool(checks[name]);
    if (!ok) {
      failed += 1;
      console.log(output.trimEnd());
    }
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  }
  return { passed: names.length - failed, failed };
}
