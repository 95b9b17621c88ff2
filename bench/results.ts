import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import type { Machine } from './machine.ts';
import { showResults } from './shown.ts';
import type { Section } from './section.ts';

/** One part of a bench as it was measured last, with where and when. */
const keptSchema = z.object({
  machine: z.record(z.string(), z.union([z.string(), z.number()])),
  /** What it was run with. */
  settings: z.record(z.string(), z.union([z.string(), z.number()])),
  /** How long it took, other programs of the machine included. */
  seconds: z.number(),
  section: z.object({
    title: z.string(),
    columns: z.array(z.string()),
    rows: z.array(z.array(z.string())),
    breaches: z.array(z.string()),
  }),
});

/** One part of a bench as it was measured last. */
export type Kept = z.output<typeof keptSchema>;

const folder = new URL('results/', import.meta.url);

/** What was measured. */
export interface Measured {
  machine: Machine;
  settings: Kept['settings'];
  seconds: number;
  section: Section;
}

/**
 * Keeps what was measured in `results/BENCH.json`, in place of what the same part had before, and shows it in
 * `docs/performance.md` where that page has a place for it.
 */
export async function keepResult(bench: string, part: string, measured: Measured): Promise<void> {
  await mkdir(folder, { recursive: true });
  const parts = {
    ...(await readResults(bench)),
    [part]: { ...measured, seconds: Math.round(measured.seconds) },
  };
  const file = fileURLToPath(fileOf(bench));
  const style = { ...(await resolveConfig(file)), filepath: file };
  await writeFile(file, await format(JSON.stringify(parts), style));
  await showResults(bench, parts);
}

/** All parts of a bench that were ever measured, in the order in which they were first. */
export async function readResults(bench: string): Promise<Record<string, Kept>> {
  const text = await readFile(fileOf(bench), 'utf8').catch(() => '{}');
  return z.record(z.string(), keptSchema).parse(JSON.parse(text));
}

function fileOf(bench: string): URL {
  return new URL(`${bench}.json`, folder);
}
