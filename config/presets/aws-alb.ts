/** Figures of an Application Load Balancer's target groups, as CloudWatch has them. */
import type { AwsAlbRouter } from '../routers/aws-alb.ts';
import { badOutcome, type CloudwatchQuery } from '../sources/cloudwatch.ts';
import { slowerThan } from '../sources/slower-than.ts';
import type { Counters } from '../sources/source-input.ts';
import type { Preset, Surroundings } from './preset.ts';

const own = {
  router: 'aws-alb',
  tellsSlots: true,
  alone: true,
  source({ series, labels, bad }, surroundings): CloudwatchQuery {
    const { region, cloudwatch } = albOf(surroundings);
    const parts = partsOf(bad);
    return {
      kind: 'cloudwatch',
      region,
      ...cloudwatch,
      namespace: 'AWS/ApplicationELB',
      series,
      parts,
      labels,
    };
  },
} satisfies Partial<Preset>;

const ANSWERED_WELL = ['2XX', '3XX', '4XX'].map((codes) => `HTTPCode_Target_${codes}_Count`);

/** Share of 5xx answers, and of requests that their target did not answer: those are in no count of codes. */
export const albErrors: Preset = {
  ...own,
  latency: false,
  counters: (surroundings) => ({ series: 'RequestCount', labels: labelsOf(surroundings), bad: badOutcome }),
};

/** Shares of answers that begin later than each edge. */
export const albLatency: Preset = {
  ...own,
  latency: true,
  needsEdges: true,
  counters: (surroundings, edges = []) => ({
    series: 'TargetResponseTime',
    labels: labelsOf(surroundings),
    bad: slowerThan(edges),
  }),
};

function partsOf(bad: Counters['bad']): CloudwatchQuery['parts'] {
  if (bad.kind === 'slower') return { kind: 'edges', edges: bad.edges === 'all' ? [] : bad.edges };
  return { kind: 'outcome', outcome: 'good', metrics: ANSWERED_WELL };
}

/** CloudWatch names load balancer and target groups by the ends of their ARNs. */
function labelsOf(surroundings: Surroundings): Counters['labels'] {
  const { listener, targetGroups } = albOf(surroundings);
  const LoadBalancer = lastPart(listener).split('/').slice(1, 4).join('/');
  return {
    blue: { TargetGroup: lastPart(targetGroups.blue), LoadBalancer },
    green: { TargetGroup: lastPart(targetGroups.green), LoadBalancer },
  };
}

function lastPart(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

function albOf({ router }: Surroundings): AwsAlbRouter {
  if (router.kind === 'aws-alb') return router;
  throw new Error(`The preset is of router aws-alb, and the environment has ${router.kind}.`);
}
