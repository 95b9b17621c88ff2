import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import { z } from 'zod';
import type { Section } from './section.ts';

const file = new URL('../results/verdict.json', import.meta.url);

/** One part of the bench as it was measured last, with where and when. */
interface Kept {
  date: string;
  machine: Record<string, string | number>;
  releases: number;
  /** How long it took, other programs of the machine included. */
  seconds: number;
  section: Section;
}

function thisMachine(): Kept['machine'] {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
  };
}

/** Keeps what was measured beside the code that measured it, in place of what the same part had before. */
export async function keepResult(
  part: string,
  releases: number,
  seconds: number,
  section: Section,
): Promise<void> {
  await mkdir(new URL('.', file), { recursive: true });
  const before = z
    .record(z.string(), z.unknown())
    .parse(JSON.parse(await readFile(file, 'utf8').catch(() => '{}')));
  const date = new Date().toISOString().slice(0, 10);
  const kept: Kept = { date, machine: thisMachine(), releases, seconds: Math.round(seconds), section };
  await writeFile(file, `${JSON.stringify({ ...before, [part]: kept }, null, 2)}\n`);
}
