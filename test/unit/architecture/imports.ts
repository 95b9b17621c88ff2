import { posix } from 'node:path';
import type { Sources } from './sources.ts';

/** One import or re-export of a file. */
export interface Import {
  from: string;
  /** A path in the repository for an own file, else the module's name, such as `zod` or `node:fs`. */
  to: string;
  own: boolean;
  /** `import type`: erased, so that nothing is loaded. */
  typeOnly: boolean;
  /** `import(…)`: loaded when that is reached, not with the file. */
  late: boolean;
}

// Statements begin in the first column, as the formatter leaves them; what is between the keyword and `from` is
// names only, so an exported value followed by an import is not read as one statement.
const statement = /^(?:import|export)\s+(type\s+)?(?:[\w$\s{},*]*?\s*from\s*)?['"]([^'"\n]+)['"]/gm;
const dynamic = /\bimport\(\s*['"]([^'"\n]+)['"]/g;

/** What a file imports, in the order it says so. */
export function importsOf(from: string, text: string): Import[] {
  const found = [...text.matchAll(statement)].map((match) => ({
    name: match[2] ?? '',
    typeOnly: match[1] !== undefined,
    late: false,
  }));
  const loaded = [...text.matchAll(dynamic)].map((match) => ({
    name: match[1] ?? '',
    typeOnly: false,
    late: true,
  }));
  return [...found, ...loaded].map(({ name, ...how }) => {
    const own = name.startsWith('.');
    return { from, to: own ? posix.join(posix.dirname(from), name) : name, own, ...how };
  });
}

/** Every import of every file. */
export function allImports(sources: Sources): Import[] {
  return [...sources].flatMap(([path, text]) => importsOf(path, text));
}
