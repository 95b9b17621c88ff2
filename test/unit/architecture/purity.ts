import type { Import } from './imports.ts';

const workflowModules = /^@temporalio\/(workflow|common)(\/|$)/;

/**
 * A sentence for each module that would be loaded into the workflow bundle and has no place there, with the files
 * through which it comes in. The bundle holds own files and Temporal's workflow library: no zod, nothing of Node.
 */
export function bundleViolations(imports: Import[]): string[] {
  const loads = Map.groupBy(
    imports.filter((each) => !each.typeOnly),
    (each) => each.from,
  );
  const roots = [...loads.keys()].filter((path) => path.startsWith('workflows/'));
  const cameFrom = new Map<string, string | undefined>(roots.map((path) => [path, undefined]));
  const violations: string[] = [];
  for (const path of cameFrom.keys()) {
    for (const { to, own } of loads.get(path) ?? []) {
      if (own && !cameFrom.has(to)) cameFrom.set(to, path);
      if (!own && !workflowModules.test(to))
        violations.push(`${trail(path, cameFrom)} loads ${to}, which may not be in the workflow bundle.`);
    }
  }
  return violations;
}

/** A sentence for each module that analysis/ imports: it is arithmetic and needs none. */
export function analysisViolations(imports: Import[]): string[] {
  return imports
    .filter(({ from, own }) => from.startsWith('analysis/') && !own)
    .map(({ from, to }) => `${from} imports ${to}: analysis/ is pure and imports nothing but its own files.`);
}

function trail(path: string, cameFrom: Map<string, string | undefined>): string {
  const before = cameFrom.get(path);
  return before === undefined ? path : `${trail(before, cameFrom)} → ${path}`;
}
