import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TraefikRouter } from '../../config/routers/traefik.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { RouterRig } from '../contract/router-contract.ts';
import { startBackend } from './backend.ts';
import { startTraefik, type TraefikRig } from './traefik.ts';

/** A lane's Traefik router, the real Traefik behind it, and its parts for tests that need them. */
export interface TraefikRouterRig extends RouterRig {
  traefik: TraefikRig;
  config: TraefikRouter;
  /** Puts a text into the lane's dynamic file, by rename, as a careful person would. */
  put(text: string): Promise<void>;
}

/** Starts Traefik and two backends, with nothing routed yet. */
export async function makeTraefikRouterRig(): Promise<TraefikRouterRig> {
  const traefik = await startTraefik();
  const [blue, green] = [await startBackend('blue'), await startBackend('green')];
  const lane = 'checkout.production';
  const config: TraefikRouter = {
    kind: 'traefik',
    file: join(traefik.watched, 'checkout.yaml'),
    temporaryFolder: traefik.temporaryFolder,
    metrics: traefik.metrics,
    api: traefik.api,
    rule: 'PathPrefix(`/`)',
    entryPoints: ['web'],
  };
  const put = async (text: string): Promise<void> => {
    await mkdir(traefik.temporaryFolder, { recursive: true });
    const draft = join(traefik.temporaryFolder, 'by-hand');
    await writeFile(draft, text);
    await rename(draft, config.file);
  };
  const context = { dataFolder: traefik.temporaryFolder, environment: {}, log: pino({ level: 'silent' }) };
  return {
    lane,
    traefik,
    config,
    put,
    router: createRouter(config, lane, context),
    backends: { blue, green },
    entry: traefik.entry,
    putForeign: (owner) =>
      put(
        owner === 'nobody' ? 'http: {}\n' : '# managed by sluice, lane other.production, release 1, act 1\n',
      ),
    clear: () => rm(config.file, { force: true }),
    pause: () => traefik.kill(),
    resume: () => traefik.start(),
    stop: async () => {
      await Promise.all([traefik.stop(), blue.stop(), green.stop()]);
    },
  };
}
