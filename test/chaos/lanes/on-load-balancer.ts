import { balancedBy, startLoadBalancer } from '../../rigs/load-balancer.ts';
import { startFaultProxy } from '../faults/proxy.ts';
import type { LaneSchedule } from '../schedule.ts';
import { commonDefinition, processPlatform } from './definition.ts';
import { environmentName, type LaneRig, type Surroundings } from './lane.ts';

/** A lane on the stand-in of a cloud's load balancer, with a Traefik of its own that moves its traffic. */
export async function laneOnLoadBalancer(
  schedule: LaneSchedule,
  { records, random }: Surroundings,
): Promise<LaneRig> {
  const balancer = await startLoadBalancer();
  const { elb, cloudwatch, traefik, entry } = balancer;
  const calls = await startFaultProxy({ to: elb.endpoint, random });
  const metrics = await startFaultProxy({ to: cloudwatch.endpoint, random });
  return {
    schedule,
    lane: `${schedule.service}.${environmentName}`,
    entry,
    traefik,
    holds: { elb },
    proxies: { metrics, 'router-api': calls },
    records,
    definition: {
      platform: processPlatform(records),
      router: balancedBy(calls.url, metrics.url, '2s'),
      metrics: { errors: { preset: 'aws-alb/errors', safeMargin: 4, burstDivisor: 1 } },
      ...commonDefinition(schedule),
      analysis: { block: '2s', warmup: '0s' },
    },
    stop: async () => {
      await Promise.all([calls.stop(), metrics.stop()]);
      await balancer.stop();
    },
  };
}
