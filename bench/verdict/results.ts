import { mkdir, writeFile } from 'node:fs/promises';
import { arch, cpus, platform, totalmem } from 'node:os';
import type { Section } from './section.ts';

const file = new URL('../results/verdict.json', import.meta.url);

/** Where the figures were measured. */
interface Machine {
  processor: string;
  cores: number;
  memoryGiB: number;
  system: string;
  node: string;
}

/** This machine. */
function thisMachine(): Machine {
  const all = cpus();
  return {
    processor: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    system: `${platform()} ${arch()}`,
    node: process.version,
  };
}

/** Keeps what was measured beside the code that measured it, with the machine and the date. */
export async function keepResults(
  releases: number,
  seconds: number,
  sections: readonly Section[],
): Promise<void> {
  await mkdir(new URL('.', file), { recursive: true });
  const date = new Date().toISOString().slice(0, 10);
  const kept = { date, machine: thisMachine(), releases, seconds: Math.round(seconds), sections };
  await writeFile(file, `${JSON.stringify(kept, null, 2)}\n`);
}
