import type { Import } from './imports.ts';

/** What `sluice serve` loads before it has Temporal's server running, in the order in which one leads to the other. */
const FIRST = ['cli/main.ts', 'cli/root.ts', 'cli/serve.ts', 'cli/serve/serve.ts'];

/**
 * A daemon that starts again is waited for: until Temporal's server comes up it loads neither Temporal's packages, nor
 * the API, nor another command. Answers with what it loads all the same.
 */
export function startViolations(imports: readonly Import[]): string[] {
  const loads = Map.groupBy(
    imports.filter(({ typeOnly, late }) => !typeOnly && !late),
    ({ from }) => from,
  );
  const seen = new Set<string>(FIRST);
  const found: string[] = [];
  for (const file of seen) {
    for (const { to, own } of loads.get(file) ?? []) {
      if (own) seen.add(to);
      if (isTooEarly(to)) found.push(`${file} loads ${to} before Temporal's server is started.`);
    }
  }
  return found;
}

function isTooEarly(to: string): boolean {
  if (/^@temporalio\/(client|worker|activity|workflow)$/.test(to)) return true;
  if (to.startsWith('api/')) return to !== 'api/client/failure.ts' && !to.startsWith('api/wire/');
  return to.startsWith('activities/') && to !== 'activities/process-events.ts';
}
