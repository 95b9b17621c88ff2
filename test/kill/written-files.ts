import { readFileSync, statSync, watch } from 'node:fs';
import { dirname } from 'node:path';
import { parseDynamicFile } from '../../providers/routers/traefik/dynamic-file.ts';
import type { Fence, Split } from '../../providers/routers/router.ts';

/** One replacement of the lane's dynamic file, as anybody can see it. */
export interface Written {
  /** When it came into place, milliseconds since the epoch. */
  at: number;
  stamp: Fence | null;
  split: Split | null;
}

/** A watch of the lane's dynamic file. */
export interface FileWatch {
  /** All replacements so far, the first one is what was found. */
  seen: readonly Written[];
  latest(): Written | undefined;
  close(): void;
}

/** Notes every replacement of the file, also of the same text. `parse` reads it; without it as Traefik does. */
export function watchFile(
  file: string,
  lane: string,
  parse: (text: string, lane: string) => Pick<Written, 'stamp' | 'split'> = parseDynamicFile,
): FileWatch {
  const seen: Written[] = [];
  let last = '';
  const look = (): void => {
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return;
    // A rename leaves the file's own times as they are and changes those of its entry.
    const key = `${found.ino} ${found.ctimeMs}`;
    if (key === last) return;
    last = key;
    const { stamp, split } = parse(readFileSync(file, 'utf8'), lane);
    seen.push({ at: found.ctimeMs, stamp, split });
  };
  const watcher = watch(dirname(file), look);
  look();
  return {
    seen,
    latest() {
      look();
      return seen.at(-1);
    },
    close: () => watcher.close(),
  };
}
