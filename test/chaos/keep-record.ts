import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Machine } from '../../bench/machine.ts';
import type { Played } from './play.ts';
import type { Schedule } from './schedule.ts';

/** What a seed was played on, and where. */
export interface About {
  setup: Schedule['setup'];
  /** Releases that were asked for, beside the first one of each lane. */
  releases: number;
  /** The machine and the commit, as they were before the first seed; left out: nobody knows. */
  machine?: Machine;
}

/** All that is kept of a seed as `run.json`, and all that a row of the page is made of. */
export interface Kept extends About, Played {}

/** A folder for what was seen of one seed. */
export interface RecordFolder {
  /** Keeps what became of it as `run.json`. */
  keepRun(played: Played): Promise<void>;
  /** Keeps what was logged into a folder. */
  keepLogs(folder: string): Promise<void>;
}

/** Makes `seed-S` in a folder. */
export async function makeRecordFolder(folder: string, seed: number, about: About): Promise<RecordFolder> {
  const path = join(folder, `seed-${seed}`);
  await mkdir(path, { recursive: true });
  return {
    async keepRun(played) {
      const kept: Kept = { ...about, ...played };
      await writeFile(join(path, 'run.json'), `${JSON.stringify(kept, null, 1)}\n`);
    },
    async keepLogs(from) {
      for (const name of await readdir(from))
        if (name.endsWith('.log')) await copyFile(join(from, name), join(path, name));
    },
  };
}
