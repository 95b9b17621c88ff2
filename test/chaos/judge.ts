import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../bench/machine.ts';
import { describeBreaches, describeOutcome } from './describe.ts';
import type { Kept } from './keep-record.ts';
import { readRecord } from './read-record.ts';

/** Who hears what became of each seed. */
export interface Listener {
  tell: (line: string) => void;
  /** A record that could be read. */
  add: (kept: Kept) => void;
}

/** How many seeds held. */
export interface Count {
  held: number;
  seeds: number;
}

/**
 * Judges again every seed that `--record` kept in a folder; what cannot be read has not held. `made` is where records
 * were made that do not say so themselves. Throws where the folder holds no seed at all.
 */
export async function judgeFolder(folder: string, { tell, add }: Listener, made?: Machine): Promise<Count> {
  const names = await readdir(folder).catch(() => []);
  const seeds = names.flatMap((name) => /^seed-(\d+)$/.exec(name)?.[1] ?? []).map(Number);
  if (seeds.length === 0)
    throw new Error(`--judge ${folder}: no folder seed-S is there; name one that --record was given.`);
  let held = 0;
  for (const seed of seeds.toSorted((a, b) => a - b)) {
    try {
      const kept = await readRecord(join(folder, `seed-${seed}`), made);
      const wrong = describeBreaches(kept);
      add(kept);
      tell(`seed ${seed}: ${kept.run.faults.length} faults, ${kept.missed} strikes missed`);
      for (const line of describeOutcome({ ...kept, seed }, wrong)) tell(line);
      if (wrong.length === 0) held += 1;
    } catch (error) {
      tell(`seed ${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { held, seeds: seeds.length };
}
