import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slot } from '../../config/plan.ts';

/** One start of an instance, as the instance itself noted it. */
export interface Spawn {
  /** Milliseconds since the epoch. */
  startedAt: number;
  pid: number;
  slot: Slot;
  version: string;
  token: string;
}

/** Every start of an instance in a slot so far. */
export async function readAllSpawns(records: string): Promise<Spawn[]> {
  const text = await readFile(join(records, 'spawns.log'), 'utf8').catch(() => '');
  return text.split('\n').flatMap((line) => {
    const [at, pid, slot, version, token] = line.split('\t');
    if ((slot !== 'blue' && slot !== 'green') || version === undefined || token === undefined) return [];
    return [{ startedAt: Number(at), pid: Number(pid), slot, version, token }];
  });
}

/** Requests that started in one window at one instance. */
export interface Started {
  /** Start of the window of 100 ms, milliseconds since the epoch. */
  window: number;
  token: string;
  slot: Slot;
  version: string;
  count: number;
}

/** Requests as the instances themselves counted them when they started. */
export async function readStarted(records: string): Promise<Started[]> {
  const spawns = new Map((await readAllSpawns(records)).map((spawn) => [spawn.token, spawn]));
  const each = await Promise.all(
    [...spawns.values()].map(async ({ token, slot, version }) => {
      const text = await readFile(join(records, 'starts', token), 'utf8').catch(() => '');
      return text.split('\n').flatMap((line) => {
        const [window, count] = line.split('\t');
        if (count === undefined) return [];
        return [{ window: Number(window), token, slot, version, count: Number(count) }];
      });
    }),
  );
  return each.flat();
}
