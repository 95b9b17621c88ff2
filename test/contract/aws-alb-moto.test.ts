/** The router's calls against moto, which keeps what AWS keeps and routes nothing. */
import {
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateRuleCommand,
  CreateTargetGroupCommand,
  ElasticLoadBalancingV2Client,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { pino } from 'pino';
import { beforeAll, expect, test } from 'vitest';
import type { AwsAlbRouter } from '../../config/routers/aws-alb.ts';
import { createRouter } from '../../providers/routers/index.ts';
import type { Router } from '../../providers/routers/router.ts';
import { startMoto, type MotoRig } from '../rigs/moto.ts';
import { describeWith } from '../rigs/test-program.ts';

const signal = new AbortController().signal;
const lane = 'checkout.production';
const region = 'eu-central-1';
const allBlue = { split: { blue: 10_000, green: 0 }, targets: { blue: ['http://10.0.0.1:80'], green: [] } };
const some = {
  split: { blue: 9500, green: 500 },
  targets: { blue: ['http://10.0.0.1:80'], green: ['http://10.0.0.2:80'] },
};

describeWith('moto_server', () => {
  let moto: MotoRig;
  let made: Pick<AwsAlbRouter, 'listener' | 'targetGroups'> & { rule: string };
  beforeAll(async () => {
    moto = await startMoto();
    try {
      made = await makeLoadBalancer(moto.endpoint);
    } catch (error) {
      await moto.stop();
      throw error;
    }
    return () => moto.stop();
  });

  const routerOf = (more: Partial<AwsAlbRouter>): Router => {
    const { listener, targetGroups } = made;
    const config: AwsAlbRouter = {
      kind: 'aws-alb',
      region,
      endpoint: moto.endpoint,
      listener,
      targetGroups,
      register: true,
      cloudwatch: { endpoint: moto.endpoint, period: 60_000, delay: 0 },
      ...more,
    };
    return createRouter(config, lane, { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) });
  };

  test.each(['listener', 'rule'] as const)('a %s holds what was written, and is the lane’s', async (kind) => {
    const router = routerOf({ listener: made[kind] });
    expect(await router.read(signal)).toMatchObject({ split: null, stamp: null, foreign: false });
    expect(await router.write(allBlue, { lane, release: 1, act: 1 }, signal)).toEqual({ kind: 'written' });
    expect(await router.write(some, { lane, release: 2, act: 1 }, signal)).toEqual({ kind: 'written' });
    expect(await router.read(signal)).toMatchObject({ ...some, foreign: false });
    expect(await router.write(some, { lane, release: 2, act: 1 }, signal)).toEqual({ kind: 'already' });
    expect(await router.write(allBlue, { lane, release: 2, act: 2 }, signal)).toEqual({ kind: 'written' });
    expect(await router.read(signal)).toMatchObject(allBlue);
    const nothing = { split: null, targets: { blue: [], green: [] } };
    expect(await router.write(nothing, { lane, release: 2, act: 3 }, signal)).toEqual({ kind: 'written' });
    expect(await router.read(signal)).toMatchObject({ split: null, foreign: false });
  });

  test('a listener of another lane is foreign', async () => {
    const router = routerOf({});
    await router.write(allBlue, { lane, release: 1, act: 1 }, signal);
    const { listener, targetGroups } = made;
    const other = createRouter(
      {
        kind: 'aws-alb',
        region,
        endpoint: moto.endpoint,
        listener,
        targetGroups,
        register: false,
        cloudwatch: { period: 60_000, delay: 0 },
      },
      'other.production',
      { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) },
    );
    expect(await other.read(signal)).toMatchObject({ foreign: true });
    await expect(
      other.write(allBlue, { lane: 'other.production', release: 1, act: 1 }, signal),
    ).rejects.toThrow(/belongs to lane checkout.production/);
  });

  test('a listener that is not there is told by its name', async () => {
    const gone = `${made.listener.slice(0, -4)}0000`;
    await expect(routerOf({ listener: gone }).read(signal)).rejects.toThrow(
      /DescribeListeners .* refuses it/,
    );
  });

  test('without traffic CloudWatch has no counts, up to the last full minute', async () => {
    const sample = await routerOf({}).requests(signal);
    expect(sample?.series).toEqual({ blue: {}, green: {} });
    expect(Number(sample?.at) % 60_000).toBe(0);
  });
});

async function makeLoadBalancer(endpoint: string) {
  const client = new ElasticLoadBalancingV2Client({ endpoint, region });
  const { VpcId, Subnets } = await defaultNetwork(endpoint);
  const { LoadBalancers } = await client.send(new CreateLoadBalancerCommand({ Name: 'front', Subnets }));
  const group = async (Name: string): Promise<string> => {
    const { TargetGroups } = await client.send(
      new CreateTargetGroupCommand({ Name, VpcId, TargetType: 'ip', Protocol: 'HTTP', Port: 80 }),
    );
    return TargetGroups?.[0]?.TargetGroupArn ?? '';
  };
  const targetGroups = { blue: await group('checkout-blue'), green: await group('checkout-green') };
  const nothing = { Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } } as const;
  const { Listeners } = await client.send(
    new CreateListenerCommand({
      LoadBalancerArn: LoadBalancers?.[0]?.LoadBalancerArn ?? '',
      Protocol: 'HTTP',
      Port: 80,
      DefaultActions: [nothing],
    }),
  );
  const listener = Listeners?.[0]?.ListenerArn ?? '';
  const { Rules } = await client.send(
    new CreateRuleCommand({
      ListenerArn: listener,
      Priority: 10,
      Conditions: [{ Field: 'path-pattern', Values: ['/shop/*'] }],
      Actions: [nothing],
    }),
  );
  client.destroy();
  return { listener, rule: Rules?.[0]?.RuleArn ?? '', targetGroups };
}

/** The network that every account has; one call is not worth a client of its own. */
async function defaultNetwork(endpoint: string): Promise<{ VpcId: string; Subnets: string[] }> {
  const answer = await fetch(endpoint, {
    method: 'POST',
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=anyone/20260101/${region}/ec2/aws4_request` },
    body: new URLSearchParams({ Action: 'DescribeSubnets', Version: '2016-11-15' }),
  });
  const text = await answer.text();
  const all = (tag: string): string[] =>
    [...text.matchAll(new RegExp(`<${tag}>([^<]+)</${tag}>`, 'g'))].map(([, value = '']) => value);
  return { VpcId: all('vpcId')[0] ?? '', Subnets: all('subnetId').slice(0, 2) };
}
