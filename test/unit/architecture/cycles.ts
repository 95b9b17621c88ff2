import type { Import } from './imports.ts';

/** A sentence for each cycle of imports that are there at run time, naming the files on it. */
export function cycleViolations(imports: Import[]): string[] {
  const next = new Map<string, string[]>();
  for (const { from, to, own, typeOnly } of imports)
    if (own && !typeOnly) next.set(from, [...(next.get(from) ?? []), to]);

  const done = new Set<string>();
  const violations: string[] = [];
  const walk = (path: string, above: string[]) => {
    const start = above.indexOf(path);
    if (start >= 0) violations.push(`Imports go in a circle: ${[...above.slice(start), path].join(' → ')}.`);
    if (start >= 0 || done.has(path)) return;
    for (const to of next.get(path) ?? []) walk(to, [...above, path]);
    done.add(path);
  };
  for (const path of next.keys()) walk(path, []);
  return violations;
}
