/** Each router with the sample service behind it, as a bench needs it. */
import { startHaproxyFront, startTraefikFront } from '../../examples/demo/rig/fronts.ts';
import type { Parts } from '../../examples/demo/rig/parts.ts';
import { balancedBy, startLoadBalancer } from '../../test/rigs/load-balancer.ts';

/** A router that can be measured. */
export interface FrontKind {
  /** What it is, for people: whether it is the real thing. */
  named: string;
  /** Starts it with nothing routed yet. */
  start(): Promise<Parts>;
}

const example = 'services/sample.yaml';

/** The routers that run here. */
export const fronts: Record<string, FrontKind> = {
  traefik: {
    named: 'Traefik',
    start: async () => ({ ...(await startTraefikFront()), example }),
  },
  haproxy: {
    named: 'HAProxy',
    start: async () => ({ ...(await startHaproxyFront()), example }),
  },
  'aws-alb': { named: "A stand-in for AWS's load balancer, on a real Traefik", start: startAlb },
};

async function startAlb(): Promise<Parts> {
  const balancer = await startLoadBalancer();
  const { elb, cloudwatch, entry } = balancer;
  const router = balancedBy(elb.endpoint, cloudwatch.endpoint, '1s');
  return {
    entry,
    example,
    named: 'a load balancer',
    places: [[['router'], router]],
    stop: async () => balancer.stop(),
  };
}
