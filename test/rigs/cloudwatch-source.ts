import { pino } from 'pino';
import type { CloudwatchQuery } from '../../config/sources/cloudwatch.ts';
import { createMetricSource } from '../../providers/metrics/index.ts';
import type { MetricSource } from '../../providers/metrics/metric-source.ts';
import { startCloudwatch, type CloudwatchStandIn } from './cloudwatch.ts';
import { createSums } from './cloudwatch/sums.ts';
import { makeTraefikRouterRig, type TraefikRouterRig } from './traefik-router.ts';

/** A metric source on the stand-in for CloudWatch, and Traefik whose requests it counts. */
export interface CloudwatchSourceRig {
  cloudwatch: CloudwatchStandIn;
  traefik: TraefikRouterRig;
  source: MetricSource;
  /** Requests, those that no instance answered well among them, by periods of 1 s that are complete after 1 s. */
  requests: CloudwatchQuery;
  /** Times, with the edges 0.005 s and 5 s. */
  times: CloudwatchQuery;
  stop(): Promise<void>;
}

/** Starts Traefik with two backends, and the stand-in. */
export async function makeCloudwatchSourceRig(): Promise<CloudwatchSourceRig> {
  const traefik = await makeTraefikRouterRig();
  const cloudwatch = await startCloudwatch(() => createSums(traefik.traefik.metrics), {
    'targetgroup/blue/1': 'checkout-production-blue@file',
    'targetgroup/green/3': 'checkout-production-green@file',
  });
  const LoadBalancer = 'app/front/2';
  const place = {
    kind: 'cloudwatch',
    endpoint: cloudwatch.endpoint,
    namespace: 'AWS/ApplicationELB',
    labels: {
      blue: { TargetGroup: 'targetgroup/blue/1', LoadBalancer },
      green: { TargetGroup: 'targetgroup/green/3', LoadBalancer },
    },
    period: 1000,
    delay: 1000,
  } as const;
  const metrics = ['2', '3', '4'].map((digit) => `HTTPCode_Target_${digit}XX_Count`);
  const requests: CloudwatchQuery = {
    ...place,
    series: 'RequestCount',
    parts: { kind: 'outcome', outcome: 'good', metrics },
  };
  const context = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };
  return {
    cloudwatch,
    traefik,
    source: createMetricSource(requests, context),
    requests,
    times: { ...place, series: 'TargetResponseTime', parts: { kind: 'edges', edges: [0.005, 5] } },
    stop: async () => {
      await cloudwatch.stop();
      await traefik.stop();
    },
  };
}
