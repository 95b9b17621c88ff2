import { z } from 'zod';
import type { Split } from '../../providers/routers/router.ts';
import { startCloudwatch, type CloudwatchStandIn } from './cloudwatch.ts';
import { createSums } from './cloudwatch/sums.ts';
import { elbArns, startElbv2, type Elbv2StandIn } from './elbv2.ts';
import { serviceOf, startDataPlane } from './elbv2/data-plane.ts';
import type { StoredAction } from './elbv2/model.ts';
import { startTraefik, type TraefikRig } from './traefik.ts';

/** A Traefik that stands for an Application Load Balancer, with what AWS's SDK calls to move and to count traffic. */
export interface LoadBalancerRig {
  traefik: TraefikRig;
  elb: Elbv2StandIn;
  cloudwatch: CloudwatchStandIn;
  /** Base URL at which users' requests come in. */
  entry: string;
  /** Stores actions of the listener as somebody with the console, or a process that was stopped, would. */
  put(actions: StoredAction[]): void;
  /** Whether Traefik has loaded the split, and servers for each slot that has a weight. */
  moves(split: Split | null): Promise<boolean>;
  stop(): Promise<void>;
}

/** Starts all of it, with a listener that forwards nothing yet. Leaves nothing behind when that fails. */
export async function startLoadBalancer(): Promise<LoadBalancerRig> {
  const traefik = await startTraefik();
  const elb = await startElbv2();
  const plane = startDataPlane(elb.state, elbArns.listener, traefik);
  const cloudwatch = await startCloudwatch(() => createSums(traefik.metrics), {
    'targetgroup/checkout-blue/73e2d6bc24d8a067': serviceOf({ name: 'checkout-blue' }),
    'targetgroup/checkout-green/943f017f100becff': serviceOf({ name: 'checkout-green' }),
  });
  return {
    traefik,
    elb,
    cloudwatch,
    entry: traefik.entry,
    put: (actions) => {
      elb.state.objects.get(elbArns.listener)?.versions.push({ at: Date.now(), actions });
    },
    moves: async (split) => moves(traefik.api, split),
    stop: async () => {
      await plane.stop();
      await Promise.all([cloudwatch.stop(), elb.kill(), traefik.stop()]);
    },
  };
}

/** The block `router` of a service file whose calls go to these base URLs, and whose counts come that late. */
export function balancedBy(elb: string, cloudwatch: string, delay: '1s' | '2s') {
  return {
    'aws-alb': {
      listener: elbArns.listener,
      targetGroups: { blue: elbArns.blue, green: elbArns.green },
      register: true,
      endpoint: elb,
      cloudwatch: { endpoint: cloudwatch, period: '1s', delay },
    },
  };
}

/** The actions that forward by these weights. */
export function forwarding(weights: Record<string, number>): StoredAction[] {
  const TargetGroups = Object.entries(weights).map(([TargetGroupArn, Weight]) => ({
    TargetGroupArn,
    Weight,
  }));
  return [
    { Type: 'forward', ForwardConfig: { TargetGroups, TargetGroupStickinessConfig: { Enabled: false } } },
  ];
}

const servicesSchema = z.array(
  z.object({
    name: z.string(),
    weighted: z.object({ services: z.array(z.object({ name: z.string(), weight: z.number() })) }).optional(),
    loadBalancer: z.object({ servers: z.array(z.unknown()).default([]) }).optional(),
  }),
);

async function moves(api: string, split: Split | null): Promise<boolean> {
  const services = servicesSchema.parse(await (await fetch(`${api}/api/http/services`)).json());
  const weights = services.find(({ name }) => name === 'front@file')?.weighted?.services;
  if (split === null || weights === undefined) return split === null && weights === undefined;
  const sum = weights.reduce((all, { weight }) => all + weight, 0);
  return (['blue', 'green'] as const).every((slot) => {
    const weight = weights.find(({ name }) => name === `checkout-${slot}`)?.weight ?? 0;
    const servers =
      services.find(({ name }) => name === `checkout-${slot}@file`)?.loadBalancer?.servers ?? [];
    return weight * 10_000 === split[slot] * sum && (weight === 0 || servers.length > 0);
  });
}
