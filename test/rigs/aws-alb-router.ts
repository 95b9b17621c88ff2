import { pino, type Logger } from 'pino';
import { z } from 'zod';
import type { AwsAlbRouter } from '../../config/routers/aws-alb.ts';
import type { Split } from '../../providers/routers/router.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { RouterRig } from '../contract/router-contract.ts';
import { startBackend } from './backend.ts';
import { startCloudwatch } from './cloudwatch.ts';
import { createSums } from './cloudwatch/sums.ts';
import { elbArns, startElbv2, type Elbv2StandIn } from './elbv2.ts';
import { serviceOf, startDataPlane } from './elbv2/data-plane.ts';
import type { StoredAction } from './elbv2/model.ts';
import { startTraefik } from './traefik.ts';

/** A lane's router on the stand-ins for Elastic Load Balancing and CloudWatch, with Traefik as what moves traffic. */
export interface AwsAlbRouterRig extends RouterRig {
  elb: Elbv2StandIn;
  config: AwsAlbRouter;
  log: Logger;
  /** Stores actions as somebody with the console would. */
  put(actions: StoredAction[]): void;
}

/** Starts all of it with nothing forwarded yet. */
export async function makeAwsAlbRouterRig(): Promise<AwsAlbRouterRig> {
  const traefik = await startTraefik();
  const [blue, green] = [await startBackend('blue'), await startBackend('green')];
  const elb = await startElbv2();
  const plane = startDataPlane(elb.state, elbArns.listener, traefik);
  const cloudwatch = await startCloudwatch(() => createSums(traefik.metrics), {
    'targetgroup/checkout-blue/73e2d6bc24d8a067': serviceOf({ name: 'checkout-blue' }),
    'targetgroup/checkout-green/943f017f100becff': serviceOf({ name: 'checkout-green' }),
  });
  const lane = 'checkout.production';
  const config: AwsAlbRouter = {
    kind: 'aws-alb',
    region: 'eu-central-1',
    endpoint: elb.endpoint,
    listener: elbArns.listener,
    targetGroups: { blue: elbArns.blue, green: elbArns.green },
    register: true,
    cloudwatch: { endpoint: cloudwatch.endpoint, period: 1000, delay: 1000 },
  };
  const object = elb.state.objects.get(elbArns.listener);
  const put = (actions: StoredAction[]): void => {
    object?.versions.push({ at: Date.now(), actions });
  };
  const forward = (TargetGroupArn: string): StoredAction[] => [
    {
      Type: 'forward',
      ForwardConfig: {
        TargetGroups: [{ TargetGroupArn, Weight: 1 }],
        TargetGroupStickinessConfig: { Enabled: false },
      },
    },
  ];
  const log = pino({ level: 'silent' });
  const context = { dataFolder: '', environment: {}, log };
  return {
    lane,
    elb,
    config,
    log,
    put,
    router: createRouter(config, lane, context),
    backends: { blue, green },
    entry: traefik.entry,
    spread: 'in turn',
    putForeign: async (owner) => {
      put(forward(elbArns.blue));
      object?.tags.clear();
      if (owner === 'other lane') object?.tags.set('sluice:lane', 'other.production');
    },
    clear: async () => {
      put([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]);
      object?.tags.clear();
    },
    moves: async (split) => moves(traefik.api, split),
    pause: () => elb.kill(),
    resume: () => elb.start(),
    stop: async () => {
      await plane.stop();
      await Promise.all([cloudwatch.stop(), elb.kill(), traefik.stop(), blue.stop(), green.stop()]);
    },
  };
}

const servicesSchema = z.array(
  z.object({
    name: z.string(),
    weighted: z.object({ services: z.array(z.object({ name: z.string(), weight: z.number() })) }).optional(),
    loadBalancer: z.object({ servers: z.array(z.unknown()).default([]) }).optional(),
  }),
);

/** Whether Traefik has loaded the split, and servers for each slot that has a weight. */
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
