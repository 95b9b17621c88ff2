import { mkdir, writeFile } from 'node:fs/promises';
import type { TraefikRouter } from '../../config/routers/traefik.ts';
import { join } from 'node:path';
import { createClient } from '../../api/client.ts';
import { renderDynamicFile } from '../../providers/routers/traefik/dynamic-file.ts';
import type { RigOn } from '../../examples/demo/rig/rig.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { startBackend } from '../../test/rigs/backend.ts';
import { repeated } from '../../test/rigs/repeated.ts';
import { startTraefik, type TraefikRig } from '../../test/rigs/traefik.ts';
import { until } from '../../test/rigs/until.ts';

/** Other releases of the same daemon, each in the middle of a bake. */
export interface Others {
  stop(): Promise<void>;
}

const LANES = 'others';
const PATIENCE = 240_000;

/** Starts so many releases on a Traefik of their own and waits until all of them bake. */
export async function startOthers({ folder, daemon }: RigOn<Parts>, count: number): Promise<Others> {
  const traefik = await startTraefik();
  const backend = await startBackend('other');
  const stop = async (): Promise<void> => {
    await Promise.all([traefik.stop(), backend.stop()]);
  };
  try {
    const names = Array.from({ length: count }, (_, i) => `other-${i + 1}`);
    for (const name of names) await define(folder, name, traefik, backend.url);
    const client = createClient(daemon.api, 'ann');
    for (const service of names) {
      const serves = { slot: 'blue', version: 'v1', reason: 'it serves' };
      await repeated(async () => client.adopt(`${service}.${LANES}`, serves));
      await repeated(async () => client.submit({ service, environment: LANES, version: 'v2' }));
    }
    for (const service of names)
      await until(`${service} to bake`, async () => isBaking(client, service), PATIENCE);
    return { stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function isBaking(client: ReturnType<typeof createClient>, service: string): Promise<boolean> {
  const { steps, step, sentence, phase } = await client.release(`${service}.${LANES}.1`);
  if (phase === 'holding' || phase === 'finished') throw new Error(`${service} does not bake: ${sentence}`);
  return steps[step]?.kind === 'bake';
}

/** A lane that serves from blue, whose platform is three lines of shell. */
async function define(folder: string, name: string, traefik: TraefikRig, url: string): Promise<void> {
  const state = join(folder, LANES, name);
  await mkdir(state, { recursive: true });
  await writeFile(join(state, 'blue'), 'v1\n');
  const file = join(traefik.watched, `${name}.yaml`);
  const rule = `PathPrefix(\`/${name}\`)`;
  const { metrics, api, temporaryFolder } = traefik;
  const router: TraefikRouter = {
    kind: 'traefik',
    file,
    temporaryFolder,
    metrics,
    api,
    rule,
    entryPoints: [],
  };
  const wanted = { split: { blue: 10_000, green: 0 }, targets: { blue: [url], green: [] } };
  const fence = { lane: `${name}.${LANES}`, release: 0, act: 1 };
  await writeFile(file, renderDynamicFile(router, wanted, fence));
  const serving = `printf '{"ready":1,"wanted":1,"endpoints":["${url}"],"version":"%s"}' "$version"`;
  const command = {
    directory: state,
    deploy: 'echo {{version}} > {{slot}}',
    ready: `if read -r version < {{slot}}; then ${serving}; else echo '{"ready":0,"wanted":0,"endpoints":[]}'; fi`,
    retire: 'rm -f {{slot}}',
  };
  const environment = {
    platform: { command },
    router: { traefik: { file, metrics, rule } },
    metrics: { errors: { preset: 'traefik/errors' } },
    drain: { wait: '0s' },
    steps: ['deploy', { shift: { to: '10%', deadline: '1s' } }, { bake: { for: '2h' } }, 'cutover', 'retire'],
  };
  // Every JSON text is a YAML text.
  const text = JSON.stringify({ service: name, environments: { [LANES]: environment } });
  await writeFile(join(folder, 'services', `${name}.yaml`), text);
}
