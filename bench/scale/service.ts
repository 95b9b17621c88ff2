/** The two ways in which many releases are played. */

/** How releases of a set-up go. */
export interface SetUp {
  name: string;
  /** What every release waits for by its plan, until all of its bakes are over, in seconds. */
  ideal: number;
  block: string;
  steps: readonly unknown[];
}

const shiftAndBake = (to: string, max: string): unknown[] => [
  { shift: to },
  { bake: { until: 'elapsed', max } },
];

/** One long bake, and what was measured of Argo Rollouts and Flagger. */
export const SET_UPS: readonly SetUp[] = [
  { name: 'a bake of 60 s, a check each 5 s', ideal: 60, block: '10s', steps: shiftAndBake('10%', '60s') },
  {
    name: '5 weights, 10 s at each',
    ideal: 50,
    block: '5s',
    steps: ['5%', '10%', '25%', '50%', '75%'].flatMap((to) => shiftAndBake(to, '10s')),
  },
];

/** The environment of every lane. */
export const ENVIRONMENT = 'bench';

/** A service file: its platform and router are in the daemon's memory, and what stands here of them is not asked. */
export function serviceFile(service: string, { block, steps }: SetUp, page: string): unknown {
  const counter = {
    url: page,
    counter: 'requests_total',
    labels: { lane: service, slot: '{{slot}}' },
    bad: { code: '5..' },
  };
  return {
    service,
    environments: {
      [ENVIRONMENT]: {
        platform: { command: { deploy: 'false', ready: 'false', retire: 'false' } },
        router: { traefik: { file: `dynamic/${service}.yaml`, metrics: page } },
        metrics: { errors: { scrape: counter, burstDivisor: 1 } },
        analysis: { block, warmup: '0s' },
        drain: { wait: '0s' },
        steps: ['deploy', ...steps, 'cutover', 'retire'],
      },
    },
  };
}
