import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** One start of an instance, as the instance itself noted it. */
export interface Spawn {
  pid: number;
  version: string;
  token: string;
}

/** Every start of an instance so far. */
export async function readAllSpawns(records: string): Promise<Spawn[]> {
  const text = await readFile(join(records, 'spawns.log'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [, pid, , version, token] = line.split('\t');
    return version === undefined || token === undefined ? [] : [{ pid: Number(pid), version, token }];
  });
}

/** Requests that started in one window at one instance. */
export interface Started {
  /** Start of the window of 100 ms, milliseconds since the epoch. */
  window: number;
  version: string;
  count: number;
}

/** Requests as the instances themselves counted them when they started. */
export async function readStarted(records: string): Promise<Started[]> {
  const each = await Promise.all(
    (await readAllSpawns(records)).map(async ({ version, token }) => {
      const text = await readFile(join(records, 'starts', token), 'utf8').catch(() => '');
      return text.split('\n').flatMap((line) => {
        const [window, count] = line.split('\t');
        return count === undefined ? [] : [{ window: Number(window), version, count: Number(count) }];
      });
    }),
  );
  return each.flat();
}
