/** An Application Load Balancer of AWS as a router: what is written, its rules, and what a plan holds of it. */
import type { z } from 'zod';
import type { Finding } from '../finding.ts';
import type { Milliseconds, Slot } from '../plan.ts';
import { url } from '../schema/addresses.ts';
import { loadBalancingArn, regionOf } from '../schema/arn.ts';
import { yesOrNo } from '../schema/leaf.ts';
import { mapping } from '../schema/mapping.ts';
import { duration } from '../schema/quantities.ts';
import { shortestBlock } from '../sources/cloudwatch.ts';
import type { RouterInput } from './router-input.ts';

/** The forward action of one listener or rule, which belongs to one lane, over two target groups. */
export interface AwsAlbRouter {
  kind: 'aws-alb';
  region: string;
  endpoint?: string;
  /** ARN of the listener whose default action is written, or of the rule whose action is. */
  listener: string;
  /** ARNs. */
  targetGroups: Record<Slot, string>;
  /** The instances are registered with the target groups by each write; else somebody else does that. */
  register: boolean;
  /** How CloudWatch counts the requests of the target groups. */
  cloudwatch: { endpoint?: string; period: Milliseconds; delay: Milliseconds };
}

const written = mapping({
  listener: loadBalancingArn('listener', 'The listener whose default action is written.').exactOptional(),
  rule: loadBalancingArn('rule', 'The rule of a listener whose action is written.').exactOptional(),
  targetGroups: mapping({
    blue: loadBalancingArn('target group', 'Target group of the slot blue.'),
    green: loadBalancingArn('target group', 'Target group of the slot green.'),
  }).meta({ description: 'The target group of each slot, used by nothing else.' }),
  register: yesOrNo(
    'Whether Sluice registers the instances with the target groups. Default: false.',
  ).prefault(false),
  endpoint: url("What is called instead of AWS's own address.").exactOptional(),
  cloudwatch: mapping({
    endpoint: url("What is called instead of CloudWatch's own address.").exactOptional(),
    period: duration('How long a count of requests is for. A load balancer counts by the minute.', {
      min: 1000,
      max: 3_600_000,
    }).prefault('1m'),
    delay: duration('How long after its end a count may still grow.', { max: 3_600_000 }).prefault('3m'),
  })
    .prefault({})
    .meta({ description: 'Where the requests of each target group are counted.' }),
}).meta({ description: 'An Application Load Balancer of AWS.' });

type Written = z.output<typeof written>;

/** An Application Load Balancer of AWS. */
export const awsAlb = written.transform((input): RouterInput => ({
  reading: { lag: input.cloudwatch.delay, shortestBlock: shortestBlock(input.cloudwatch.period) },
  findings: () => albFindings(input),
  claims() {
    const { listener, rule, targetGroups } = input;
    const named = [
      { arn: listener ?? rule, path: [listener === undefined ? 'rule' : 'listener'] },
      { arn: targetGroups.blue, path: ['targetGroups', 'blue'] },
      { arn: targetGroups.green, path: ['targetGroups', 'green'] },
    ];
    return named.flatMap(({ arn, path }) => (arn === undefined ? [] : [{ claim: arn, what: arn, path }]));
  },
  resolve() {
    const { rule, listener = rule ?? '', ...rest } = input;
    return { kind: 'aws-alb', ...rest, listener, region: regionOf(listener) };
  },
}));

function albFindings({ listener, rule, targetGroups: { blue, green } }: Written): Finding[] {
  const expected = 'either listener or rule';
  if (listener === undefined && rule === undefined)
    return [{ path: [], at: 'key', message: 'nothing says what is written', expected }];
  if (listener !== undefined && rule !== undefined)
    return [{ path: ['rule'], at: 'key', message: 'rule stands beside listener', expected }];
  if (blue === green) {
    const message = 'both slots have one target group';
    return [{ path: ['targetGroups', 'green'], message, expected: 'one for each slot' }];
  }
  const region = regionOf(listener ?? rule ?? '');
  return (['blue', 'green'] as const)
    .filter((slot) => regionOf({ blue, green }[slot]) !== region)
    .map((slot) => {
      const message = 'the target group is in another region than the load balancer';
      return { path: ['targetGroups', slot], message, expected: `one in ${region}` };
    });
}

/** The router as part of a sentence. Pure. */
export function describeAwsAlb({ listener, region }: AwsAlbRouter): string {
  return `AWS ${listener.slice(listener.lastIndexOf(':') + 1)} in ${region}`;
}
