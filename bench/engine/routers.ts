/** The routers that a release is measured on. */
import type { Slot } from '../../config/plan.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { Router, Targets } from '../../providers/routers/router.ts';
import { pino } from 'pino';
import { join } from 'node:path';
import { startBackend } from '../../test/rigs/backend.ts';
import { startHaproxy } from '../../test/rigs/haproxy.ts';
import { startTraefik } from '../../test/rigs/traefik.ts';
import type { RouterConfig } from '../../config/routers/index.ts';

/** A router with two backends behind it. */
export interface MeasuredRouter {
  /** As a service file has it. */
  written: unknown;
  /** The same provider as the daemon has, outside of Temporal; undefined where the router is in the daemon's memory. */
  router: Router | undefined;
  /** Where requests come in; undefined where the router counts by itself. */
  entry: string | undefined;
  endpoints: Record<Slot, string>;
  stop(): Promise<void>;
}

/** Starts one by its name. */
export type StartRouter = (lane: string) => Promise<MeasuredRouter>;

/** By name, in the order in which they are measured. */
export const ROUTERS: Record<string, StartRouter> = {
  memory: async () => {
    const metrics = 'http://127.0.0.1:9/metrics';
    return Promise.resolve({
      written: { traefik: { file: 'dynamic/memory.yaml', metrics } },
      router: undefined,
      entry: undefined,
      endpoints: { blue: 'http://127.0.0.1:9', green: 'http://127.0.0.1:10' },
      stop: async () => Promise.resolve(),
    });
  },
  haproxy: async (lane) => {
    const haproxy = await startHaproxy(lane);
    const { map, socket, metrics, entry } = haproxy;
    const config = { kind: 'haproxy' as const, socket, map, metrics, targets: 'given' as const };
    return withBackends(lane, config, { haproxy: { socket, map, metrics } }, entry, async () =>
      haproxy.stop(),
    );
  },
  traefik: async (lane) => {
    const traefik = await startTraefik();
    const { watched, temporaryFolder, metrics, api, entry } = traefik;
    const rule = 'PathPrefix(`/`)';
    const file = join(watched, 'lane.yaml');
    const entryPoints = ['web'];
    const config = { kind: 'traefik' as const, file, temporaryFolder, metrics, api, rule, entryPoints };
    return withBackends(
      lane,
      config,
      { traefik: { file, metrics, api, rule, entryPoints } },
      entry,
      async () => traefik.stop(),
    );
  },
};

async function withBackends(
  lane: string,
  config: RouterConfig,
  written: unknown,
  entry: string,
  stop: () => Promise<void>,
): Promise<MeasuredRouter> {
  const [blue, green] = [await startBackend('blue'), await startBackend('green')];
  const context = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };
  return {
    written,
    router: createRouter(config, lane, context),
    entry,
    endpoints: { blue: blue.url, green: green.url },
    stop: async () => {
      await Promise.all([stop(), blue.stop(), green.stop()]);
    },
  };
}

/** What the two slots are, as a write is given them. */
export function targetsOf({ blue, green }: Record<Slot, string>): Targets {
  return { blue: [blue], green: [green] };
}
