import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { carries } from '../../providers/platforms/process/environment.ts';
import { findProcesses } from '../../providers/platforms/process/process-table.ts';

/** Every start of an instance of a version, by the record that instances write themselves. */
export async function readSpawns(records: string, version: string): Promise<string[]> {
  const text = await readFile(join(records, 'spawns.log'), 'utf8');
  return text.split('\n').flatMap((line) => {
    const [, , , started, token] = line.split('\t');
    return started === version && token !== undefined ? [token] : [];
  });
}

/** Tokens that are there more than once. */
export function repeated(tokens: readonly string[]): string[] {
  return [...new Set(tokens.filter((token, i) => tokens.indexOf(token) !== i))];
}

/** Process ids of those instances that still run, found by their tokens. */
export async function stillRunning(tokens: readonly string[]): Promise<number[]> {
  const found = await Promise.all(
    [...new Set(tokens)].map((token) => findProcesses(new Set(), carries({ token }))),
  );
  return found.flat().map(({ pid }) => pid);
}
