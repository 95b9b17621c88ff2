import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** A calendar as it was when it was last read well. */
export interface Copy {
  /** Where it came from, as the settings have it: references to secrets are references. */
  from: string;
  /** Milliseconds since the epoch. */
  readAt: number;
  text: string;
}

/** Keeps a copy on disk for the next start, whole or not at all. */
export async function keepCopy(file: string, copy: Copy): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${process.pid}`;
  await writeFile(draft, JSON.stringify(copy), { mode: 0o600 });
  await rename(draft, file);
}

/** The copy on disk; undefined where there is none from this place. */
export async function lastCopy(file: string, from: string): Promise<Copy | undefined> {
  try {
    const copy: unknown = JSON.parse(await readFile(file, 'utf8'));
    return isCopy(copy) && copy.from === from ? copy : undefined;
  } catch {
    // What is not there, or not whole, counts as never read, which raises nothing.
    return undefined;
  }
}

function isCopy(copy: unknown): copy is Copy {
  return (
    typeof copy === 'object' &&
    copy !== null &&
    'from' in copy &&
    typeof copy.from === 'string' &&
    'readAt' in copy &&
    typeof copy.readAt === 'number' &&
    'text' in copy &&
    typeof copy.text === 'string'
  );
}
