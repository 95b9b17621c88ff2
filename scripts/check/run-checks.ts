import { runTool } from './run-tool.ts';

const checks = {
  format: ['prettier', '--check', '.'],
  types: ['tsc', '--noEmit'],
  // It runs in a browser, which knows other names than Node.
  'types of the dashboard': ['tsc', '--noEmit', '--project', 'web'],
  lint: ['oxlint', '--type-aware', '--deny-warnings'],
  'unused code': ['knip', '--no-config-hints'],
  architecture: ['vitest', 'run', 'test/unit/architecture.test.ts'],
} satisfies Record<string, string[]>;

/**
 * Runs every named check, two at a time, whatever the ones before found, and prints a line for each as it ends:
 * `ok   types (1.2 s)`, or `FAIL types (1.2 s)` under the tool's output.
 */
export async function runChecks(names: (keyof typeof checks)[]): Promise<{ passed: number; failed: number }> {
  const left = [...names];
  const results: boolean[] = [];
  const run = async (): Promise<void> => {
    for (let name = left.shift(); name !== undefined; name = left.shift()) results.push(await runCheck(name));
  };
  await Promise.all([run(), run()]);
  const passed = results.filter((ok) => ok).length;
  return { passed, failed: names.length - passed };
}

async function runCheck(name: keyof typeof checks): Promise<boolean> {
  const start = performance.now();
  const { ok, output } = await runTool(checks[name]);
  if (!ok) console.log(output.trimEnd());
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${ok ? 'ok  ' : 'FAIL'} ${name} (${seconds} s)`);
  return ok;
}
