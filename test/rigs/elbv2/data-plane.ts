import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TraefikRig } from '../traefik.ts';
import { actionsOf, healthOf, weightsOf, type ElbState, type StoredGroup } from './model.ts';

const EVERY = 50;
/** How long a target that is taken out is told as draining, in milliseconds. */
const DEREGISTRATION_DELAY = 300;

/** What makes the stored weights and targets move traffic. */
export interface DataPlane {
  stop(): Promise<void>;
}

/** Lets Traefik forward what comes in by the weights of one listener or rule, after the lag, and checks the targets. */
export function startDataPlane(state: ElbState, arn: string, traefik: TraefikRig): DataPlane {
  const file = join(traefik.watched, 'load-balancer.yaml');
  const draft = join(traefik.temporaryFolder, 'load-balancer');
  let written: string | undefined;
  let running = true;
  const turn = async (): Promise<void> => {
    await Promise.all([...state.groups].map(async ([group, stored]) => checkTargets(state, group, stored)));
    const object = state.objects.get(arn);
    const weights = object === undefined ? {} : weightsOf(actionsOf(object, state.trouble.lag));
    const text = dynamicFile(state, weights);
    if (text === written) return;
    if (text === '') await rm(file, { force: true });
    else {
      await mkdir(traefik.temporaryFolder, { recursive: true });
      await writeFile(draft, text);
      await rename(draft, file);
    }
    written = text;
  };
  const loop = (async () => {
    while (running) {
      await turn();
      await new Promise((resolve) => {
        setTimeout(resolve, EVERY);
      });
    }
  })();
  return {
    stop: async () => {
      running = false;
      await loop;
    },
  };
}

/** Traefik's name of the service of a target group. */
export function serviceOf({ name }: Pick<StoredGroup, 'name'>): string {
  return `${name}@file`;
}

async function checkTargets(state: ElbState, group: string, { targets }: StoredGroup): Promise<void> {
  for (const [key, target] of targets) {
    if (target.drainingSince !== undefined) {
      if (Date.now() - target.drainingSince >= DEREGISTRATION_DELAY) targets.delete(key);
      continue;
    }
    if (healthOf(state, group, target).State === 'unused') continue;
    const url = `http://${target.id}:${target.port}/health`;
    const ok = await fetch(url, { signal: AbortSignal.timeout(1000) }).then(
      async (response) => {
        await response.text();
        return response.ok;
      },
      () => false,
    );
    target.passed = ok ? target.passed + 1 : 0;
    target.checked = !ok || target.checked;
  }
}

/** As AWS does: requests go to the healthy targets of a group, and to all where none is healthy. */
function dynamicFile(state: ElbState, weights: Record<string, number>): string {
  const groups = Object.entries(weights).map(([arn, weight]) => ({
    arn,
    weight,
    group: state.groups.get(arn),
  }));
  if (groups.length === 0) return '';
  const leaves = groups.map(({ arn, group }) => {
    const present = [...(group?.targets.values() ?? [])].filter(
      ({ drainingSince }) => drainingSince === undefined,
    );
    const healthy = present.filter((target) => healthOf(state, arn, target).State === 'healthy');
    const servers = (healthy.length > 0 ? healthy : present).map(({ id, port }) => ({
      url: `http://${id}:${port}`,
    }));
    return [group?.name ?? '', { loadBalancer: { servers } }] as const;
  });
  const services = groups.map(({ weight, group }) => ({ name: group?.name ?? '', weight }));
  return JSON.stringify({
    http: {
      routers: { front: { rule: 'PathPrefix(`/`)', service: 'front', entryPoints: ['web'] } },
      services: { front: { weighted: { services } }, ...Object.fromEntries(leaves) },
    },
  });
}
