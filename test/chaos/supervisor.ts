import { setTimeout as sleep } from 'node:timers/promises';
import type { Victim } from './victim.ts';

/** Starts again what has ended by itself, as systemd does. */
export interface Supervisor {
  stop(): Promise<void>;
}

/** How often a start is tried. */
const tries = 10;

/** Begins; what `isHeld` will come back otherwise. */
export function startSupervisor(
  parts: readonly Victim[],
  isHeld: (name: string) => boolean,
  tell: (line: string) => void,
): Supervisor {
  const stopping = new AbortController();
  const { signal } = stopping;
  const supervising = (async () => {
    while (!signal.aborted) {
      await sleep(1000, undefined, { signal }).catch(() => undefined);
      for (const part of parts) {
        if (signal.aborted || isHeld(part.name) || (await part.pid()) !== undefined) continue;
        if (isHeld(part.name)) continue;
        tell(`${part.name} has ended by itself: starting it again`);
        await revive(part, tell);
      }
    }
  })();
  supervising.catch(() => undefined);
  return {
    async stop() {
      stopping.abort();
      await supervising;
    },
  };
}

/** Starts it and waits until it is ready. A start may fail while others are away, so it is tried again. */
export async function revive({ name, revive: start }: Victim, tell: (line: string) => void): Promise<void> {
  for (let left = tries; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (left === 0) throw error;
      tell(`${name} did not start, and is started again: ${String(error)}`);
      await sleep(1000);
    }
  }
}
