import { findProcess } from '../../../providers/platforms/process/process-table.ts';
import { readAllSpawns } from '../../kill/own-counts.ts';
import type { Instance } from '../record.ts';
import { tick } from './tick.ts';

/** The instances of a lane, and until when each was alive. */
export interface Living {
  /** How many are alive now. */
  alive(): number;
  /** Looks a last time, and answers with all that ever began to run. */
  stop(): Promise<Instance[]>;
}

/** Looks this often, in milliseconds. */
const every = 200;

/** Begins to look which of the instances that write into a folder of records are alive. */
export function watchLiving(records: string): Living {
  const seen = new Map<string, Instance & { process?: string }>();
  const ticking = tick(every, async () => {
    for (const spawn of await readAllSpawns(records)) {
      const key = `${spawn.token} ${spawn.pid}`;
      const instance = seen.get(key) ?? { ...spawn, aliveAt: spawn.startedAt };
      seen.set(key, instance);
      if (instance.goneAt !== undefined) continue;
      const found = await findProcess(spawn.pid);
      // A process id may be given to another process, which began at another time.
      if (found !== undefined) instance.process ??= found.start;
      if (found !== undefined && found.start === instance.process) instance.aliveAt = Date.now();
      else instance.goneAt = Date.now();
    }
  });
  return {
    alive: () => [...seen.values()].filter(({ goneAt }) => goneAt === undefined).length,
    async stop() {
      await ticking.stop();
      return [...seen.values()].map(({ process: _, ...instance }) => instance);
    },
  };
}
