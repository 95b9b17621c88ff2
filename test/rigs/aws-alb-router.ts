import { pino, type Logger } from 'pino';
import type { AwsAlbRouter } from '../../config/routers/aws-alb.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { RouterRig } from '../contract/router-contract.ts';
import { startBackend } from './backend.ts';
import { elbArns, type Elbv2StandIn } from './elbv2.ts';
import { forwarding, startLoadBalancer, type LoadBalancerRig } from './load-balancer.ts';
import { until } from './until.ts';

/** A lane's router on the stand-ins for Elastic Load Balancing and CloudWatch, with Traefik as what moves traffic. */
export interface AwsAlbRouterRig extends RouterRig {
  elb: Elbv2StandIn;
  config: AwsAlbRouter;
  log: Logger;
  /** Stores actions as somebody with the console would. */
  put: LoadBalancerRig['put'];
}

/** Starts all of it with nothing forwarded yet. */
export async function makeAwsAlbRouterRig(): Promise<AwsAlbRouterRig> {
  const balancer = await startLoadBalancer();
  const { elb, cloudwatch } = balancer;
  const put: LoadBalancerRig['put'] = (actions) => balancer.put(actions);
  const [blue, green] = [await startBackend('blue'), await startBackend('green')];
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
  const tags = elb.state.objects.get(elbArns.listener)?.tags;
  const log = pino({ level: 'silent' });
  return {
    lane,
    elb,
    config,
    log,
    put,
    router: createRouter(config, lane, { dataFolder: '', environment: {}, log }),
    backends: { blue, green },
    entry: balancer.entry,
    spread: 'in turn',
    putForeign: async (owner) => {
      put(forwarding({ [elbArns.blue]: 1 }));
      tags?.clear();
      if (owner === 'other lane') tags?.set('sluice:lane', 'other.production');
    },
    clear: async () => {
      put([{ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } }]);
      tags?.clear();
      await until('nothing to be forwarded any more', async () => balancer.moves(null));
    },
    moves: async (split) => balancer.moves(split),
    pause: () => elb.kill(),
    resume: () => elb.start(),
    stop: async () => {
      await Promise.all([balancer.stop(), blue.stop(), green.stop()]);
    },
  };
}
