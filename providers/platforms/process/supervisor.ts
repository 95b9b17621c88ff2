import { readdir } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Slot } from '../../../config/plan.ts';
import type { ProviderContext } from '../../context.ts';
import { readDeployment } from './deployment.ts';
import { endRemains } from './ending.ts';
import { readInstances, type Instance } from './instances.ts';
import { isKeptAlive } from './keep-alive.ts';
import { launch } from './launch.ts';
import { instancesFolder, slotLayout, type SlotLayout } from './layout.ts';

/** Looks after the instances of this machine until it is stopped. */
export interface Supervisor {
  /** Ends the looking after, not the instances. */
  stop(): Promise<void>;
}

const second = 1000;
const longestWait = 30 * second;
/** An instance that ran this long has recovered: its next death begins the waits anew. */
const recovered = 60 * second;

/** How often an instance was started again in a row, and when it may be again. */
interface Restarts {
  count: number;
  notBefore: number;
}

/**
 * Starts dead instances of kept-alive slots again, on the same port: the first time within about a second, then
 * after 1 s, doubling up to 30 s. It finds them in their records, so it also starts them after the machine was
 * rebooted. Any number of daemons may do this on one data folder: an incarnation runs once.
 */
export function superviseInstances(context: ProviderContext): Supervisor {
  const stopping = new AbortController();
  const running = superviseUntil(stopping.signal, context);
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

async function superviseUntil(signal: AbortSignal, context: ProviderContext): Promise<void> {
  const restarts = new Map<string, Restarts>();
  while (!signal.aborted) {
    for (const layout of await keptAliveSlots(context.dataFolder)) {
      try {
        await restartDead(layout, restarts, context, signal);
      } catch (error) {
        if (signal.aborted) return;
        context.log.error(
          { err: error, lane: layout.lane, slot: layout.slot },
          'could not look after instances',
        );
      }
    }
    await sleep(second, undefined, { signal }).catch(() => undefined);
  }
}

async function keptAliveSlots(dataFolder: string): Promise<SlotLayout[]> {
  const found: SlotLayout[] = [];
  for (const lane of await readdir(instancesFolder(dataFolder)).catch(() => [])) {
    for (const slot of ['blue', 'green'] satisfies Slot[]) {
      const layout = slotLayout(dataFolder, lane, slot);
      if (await isKeptAlive(layout)) found.push(layout);
    }
  }
  return found;
}

async function restartDead(
  layout: SlotLayout,
  restarts: Map<string, Restarts>,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<void> {
  const record = await readDeployment(layout.current);
  if (!record) return;
  for (const instance of await readInstances(layout.current, record)) {
    const key = `${record.id}.${instance.index}`;
    const before = restarts.get(key) ?? { count: 0, notBefore: 0 };
    if (!isDown(instance)) {
      if (Date.now() - (instance.startedAt ?? Date.now()) > recovered) restarts.delete(key);
      continue;
    }
    if (Date.now() < before.notBefore) continue;
    const wait = Math.min(longestWait, second * 2 ** before.count);
    restarts.set(key, { count: before.count + 1, notBefore: Date.now() + wait });
    await endRemains(record, instance, signal);
    await launch(record, instance, context);
    const { lane, slot, version } = record;
    context.log.warn(
      { lane, slot, version, instance: instance.token, port: instance.port },
      'started a dead instance again',
    );
  }
}

/** Dead, or never started: its daemon was killed between recording and starting it. */
function isDown(instance: Instance): boolean {
  return instance.state === 'dead' || instance.incarnation === 0;
}
