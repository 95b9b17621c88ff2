/** What a schema or a rule found wrong, before it is tied to a position in a file. */
import type { Refusal } from './units.ts';

/** Where something is in a document: keys and list positions from the root. */
export type Path = readonly (string | number)[];

/** One thing that is wrong at a path. */
export interface Finding extends Refusal {
  path: Path;
  /** Whether the key itself is meant, rather than its value. */
  at?: 'key' | 'value';
}

/** A path as people read it: `environments.production.steps[3].shift`, list positions from 0. */
export function formatPath(path: Path): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!/^[\w/-]{1,64}$/.test(part)) return `[${JSON.stringify(part.slice(0, 64))}]`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}

/** The same findings, under a longer path. */
export function below(prefix: Path, findings: readonly Finding[]): Finding[] {
  return findings.map((finding) => ({ ...finding, path: [...prefix, ...finding.path] }));
}
