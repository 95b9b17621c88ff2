import type { Slot } from '../../config/plan.ts';
import type { Change } from '../../examples/demo/rig/definitions.ts';
import { startHaproxyFront, startTraefikFront } from '../../examples/demo/rig/fronts.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { readMetricsPage } from '../../providers/metrics-page.ts';
import type { RouterRig } from '../../test/contract/router-contract.ts';
import { makeAwsAlbRouterRig } from '../../test/rigs/aws-alb-router.ts';
import { makeHaproxyRouterRig } from '../../test/rigs/haproxy-router.ts';
import { balancedBy, startLoadBalancer } from '../../test/rigs/load-balancer.ts';
import { makeTraefikRouterRig } from '../../test/rigs/traefik-router.ts';

/** A router in front of the sample service, whose counts anybody can read. */
interface CountedParts extends Parts {
  /** Requests that it has counted for a slot. */
  counted: (slot: Slot) => Promise<number>;
}

/** A router as it is measured: under a release, and alone. */
export interface Measurable {
  name: string;
  start: () => Promise<CountedParts>;
  alone: () => Promise<RouterRig>;
}

const errors = (preset: string) => ({ preset, safeMargin: 4, burstDivisor: 1 });

async function traefik(): Promise<CountedParts> {
  const front = await startTraefikFront();
  const { metrics } = front.traefik;
  return {
    ...front,
    example: 'services/sample.yaml',
    counted: async (slot) =>
      sum(metrics, 'traefik_service_requests_total', { service: `sample-demo-${slot}@file` }),
  };
}

async function haproxy(): Promise<CountedParts> {
  const front = await startHaproxyFront();
  const { metrics } = front.haproxy;
  const name = 'haproxy_backend_http_requests_total';
  return {
    ...front,
    example: 'combinations/haproxy-scrape.yaml',
    counted: async (slot) => sum(metrics, name, { proxy: `sample-demo-${slot}` }),
  };
}

async function awsAlb(): Promise<CountedParts> {
  const balancer = await startLoadBalancer();
  const { elb, cloudwatch, entry } = balancer;
  const router = balancedBy(elb.endpoint, cloudwatch.endpoint, '2s');
  const places: Change = [
    [['router'], router],
    [['metrics'], { errors: errors('aws-alb/errors') }],
    [['analysis', 'block'], '2s'],
  ];
  const { metrics } = balancer.traefik;
  return {
    entry,
    places,
    example: 'services/sample.yaml',
    named: 'a load balancer',
    counted: async (slot) =>
      sum(metrics, 'traefik_service_requests_total', { service: `checkout-${slot}@file` }),
    stop: async () => balancer.stop(),
  };
}

/** Every router that is measured. */
export const MEASURABLE: readonly Measurable[] = [
  { name: 'Traefik', start: traefik, alone: makeTraefikRouterRig },
  { name: 'HAProxy', start: haproxy, alone: makeHaproxyRouterRig },
  { name: 'ELBv2 stand-in', start: awsAlb, alone: makeAwsAlbRouterRig },
];

async function sum(page: string, name: string, labels: Record<string, string>): Promise<number> {
  const { samples } = await readMetricsPage(page, AbortSignal.timeout(1000));
  return samples
    .filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([key, value]) => sample.labels[key] === value),
    )
    .reduce((all, { value }) => all + value, 0);
}
