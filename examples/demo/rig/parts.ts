import { startPrometheus } from '../../../test/rigs/prometheus.ts';
import type { Change } from './definitions.ts';
import { startHaproxyFront, startTraefikFront, type Front } from './fronts.ts';

/** What is in front of the sample service and what measures it: programs that run, and where they are. */
export interface Parts {
  /** Base URL at which users' requests come in. */
  entry: string;
  /** The service file that goes with them, a path in `examples/`. */
  example: string;
  places: Change;
  /** The programs' names, for people. */
  named: string;
  /** Ends all of them and leaves nothing behind. */
  stop(): Promise<void>;
}

/** The routers and metric sources that run here. */
export const routers = ['traefik', 'haproxy'] as const;
export const metricSources = ['scrape', 'prometheus'] as const;

/** Which of them are wanted. */
export interface PartsChosen {
  router: (typeof routers)[number];
  metrics: (typeof metricSources)[number];
}

const fronts = { traefik: startTraefikFront, haproxy: startHaproxyFront };

/** Starts the parts. Leaves nothing behind when that fails. */
export async function startParts({ router, metrics }: PartsChosen): Promise<Parts> {
  const front = await fronts[router]();
  const own = router === 'traefik' && metrics === 'scrape';
  const example = own ? 'services/sample.yaml' : `combinations/${router}-${metrics}.yaml`;
  if (metrics === 'scrape') return { ...front, example };
  try {
    return await withPrometheus(front, example);
  } catch (error) {
    await front.stop();
    throw error;
  }
}

async function withPrometheus(front: Front, example: string): Promise<Parts> {
  const prometheus = await startPrometheus(front.pages);
  const { url } = prometheus;
  return {
    ...front,
    example,
    named: `${front.named}, Prometheus`,
    places: [
      ...front.places,
      ...['errors', 'latency'].map((name): Change[number] => [['metrics', name, 'prometheus', 'url'], url]),
    ],
    stop: async () => {
      await prometheus.stop();
      await front.stop();
    },
  };
}
