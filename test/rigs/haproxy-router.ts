import { rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pino } from 'pino';
import type { HaproxyRouter } from '../../config/routers/haproxy.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { RouterRig } from '../contract/router-contract.ts';
import { startBackend } from './backend.ts';
import { startHaproxy, type HaproxyRig } from './haproxy.ts';

/** A lane's HAProxy router, the real HAProxy behind it, and its parts for tests that need them. */
export interface HaproxyRouterRig extends RouterRig {
  haproxy: HaproxyRig;
  config: HaproxyRouter;
  /** Puts a text into the map's file, by rename, as a careful person would; the running HAProxy does not see it. */
  put(text: string): Promise<void>;
}

/** Starts HAProxy and two backends, with nothing routed yet. */
export async function makeHaproxyRouterRig(): Promise<HaproxyRouterRig> {
  const lane = 'checkout.production';
  const haproxy = await startHaproxy(lane);
  const [blue, green] = [await startBackend('blue'), await startBackend('green')];
  const { socket, map, metrics } = haproxy;
  const config: HaproxyRouter = { kind: 'haproxy', socket, map, metrics, targets: 'given' };
  const put = async (text: string): Promise<void> => {
    const draft = join(dirname(dirname(map)), 'by-hand');
    await writeFile(draft, text);
    await rename(draft, map);
  };
  const context = { dataFolder: dirname(map), environment: {}, log: pino({ level: 'silent' }) };
  return {
    lane,
    haproxy,
    config,
    put,
    router: createRouter(config, lane, context),
    backends: { blue, green },
    entry: haproxy.entry,
    spread: 'drawn',
    putForeign: (owner) =>
      put(
        owner === 'nobody' ? 'green 1\n' : '# managed by sluice, lane other.production, release 1, act 1\n',
      ),
    clear: async () => {
      await put('');
      await haproxy.command(`clear map ${map}`);
    },
    pause: () => haproxy.kill(),
    resume: () => haproxy.start(),
    stop: async () => {
      await Promise.all([haproxy.stop(), blue.stop(), green.stop()]);
    },
  };
}
