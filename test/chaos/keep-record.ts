import { copyFile, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder for what was seen of one seed. */
export interface RecordFolder {
  path: string;
  /** Keeps one thing as JSON. */
  keep(name: string, value: unknown): Promise<void>;
  /** Keeps what was logged into a folder. */
  keepLogs(folder: string): Promise<void>;
}

/** Makes it. */
export async function makeRecordFolder(folder: string, seed: number): Promise<RecordFolder> {
  const path = join(folder, `seed-${seed}`);
  await mkdir(path, { recursive: true });
  return {
    path,
    keep: async (name, value) => writeFile(join(path, `${name}.json`), `${JSON.stringify(value, null, 1)}\n`),
    async keepLogs(from) {
      for (const name of await readdir(from))
        if (name.endsWith('.log')) await copyFile(join(from, name), join(path, name));
    },
  };
}
