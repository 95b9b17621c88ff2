import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import type { TraefikRouter } from '../../config/routers/traefik.ts';
import type { Slot } from '../../config/plan.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { RouterRig } from '../contract/router-contract.ts';
import { startBackend } from './backend.ts';
import { sendInTurn } from './load.ts';
import { startTraefik, type TraefikRig } from './traefik.ts';
import { until } from './until.ts';

const signal = new AbortController().signal;

/** A lane's Traefik router, the real Traefik behind it, and its parts for tests that need them. */
export interface TraefikRouterRig extends RouterRig {
  traefik: TraefikRig;
  config: TraefikRouter;
  /** Puts a text into the lane's dynamic file, by rename, as a careful person would. */
  put(text: string): Promise<void>;
  /** Sends so many requests to the slot, one after the other. */
  send(slot: Slot, requests: number): Promise<void>;
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
  let act = 0;
  const send = async (slot: Slot, requests: number): Promise<void> => {
    const split = slot === 'blue' ? { blue: 10_000, green: 0 } : { blue: 0, green: 10_000 };
    const targets = { blue: [blue.url], green: [green.url] };
    await router.write({ split, targets }, { lane, release: 1, act: (act += 1) }, signal);
    await until('the split to be in effect', async () => (await router.read(signal)).inEffect);
    await sendInTurn(traefik.entry, requests);
  };
  const context = { dataFolder: traefik.temporaryFolder, environment: {}, log: pino({ level: 'silent' }) };
  const router = createRouter(config, lane, context);
  return {
    lane,
    traefik,
    config,
    put,
    send,
    router,
    backends: { blue, green },
    entry: traefik.entry,
    spread: 'in turn',
    putForeign: (owner) =>
      put(
        owner === 'nobody' ? 'http: {}\n' : '# managed by sluice, lane other.production, release 1, act 1\n',
      ),
    clear: async () => {
      await rm(config.file, { force: true });
      await until('nothing to be routed any more', async () => (await router.read(signal)).inEffect);
    },
    pause: () => traefik.kill(),
    resume: () => traefik.start(),
    stop: async () => {
      await Promise.all([traefik.stop(), blue.stop(), green.stop()]);
    },
  };
}
