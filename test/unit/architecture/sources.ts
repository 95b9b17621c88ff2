import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Source text by its path in the repository, such as `config/plan.ts`. */
export type Sources = ReadonlyMap<string, string>;

const root = fileURLToPath(new URL('../../..', import.meta.url));
const product = ['config', 'analysis', 'workflows', 'activities', 'providers', 'worker', 'api', 'cli', 'web'];
const around = ['examples', 'bench', 'scripts', 'test'];

/** Every TypeScript and JavaScript file of the repository's own. A folder that does not exist yet holds none. */
export function readSources(): Sources {
  const sources = new Map<string, string>();
  for (const folder of [...product, ...around]) {
    for (const name of list(folder)) {
      const path = `${folder}/${name}`;
      if (/\.(ts|tsx|mjs)$/.test(name)) sources.set(path, readFileSync(join(root, path), 'utf8'));
    }
  }
  return sources;
}

function list(folder: string): string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).toSorted();
  } catch {
    return [];
  }
}
