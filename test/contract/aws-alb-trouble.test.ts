/** What AWS may do to calls, on the stand-in: pages, throttling, lost answers, expired credentials, empty groups. */
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRouter } from '../../providers/routers/index.ts';
import type { Router, Split } from '../../providers/routers/router.ts';
import { makeAwsAlbRouterRig, type AwsAlbRouterRig } from '../rigs/aws-alb-router.ts';
import { elbArns } from '../rigs/elbv2.ts';
import { until } from '../rigs/until.ts';

const signal = new AbortController().signal;
let rig: AwsAlbRouterRig;
let act = 0;

beforeAll(async () => {
  rig = await makeAwsAlbRouterRig();
  return () => rig.stop();
});

beforeEach(async () => {
  Object.assign(rig.elb.state.trouble, { lose: 0, failAfterEffect: 0, emptyPages: 0, stale: 0 });
  rig.elb.state.trouble.refuse.times = 0;
  await rig.clear();
});

async function write(split: Split, router: Router = rig.router) {
  act += 1;
  const targets = { blue: [rig.backends.blue.url], green: [rig.backends.green.url] };
  return router.write({ split, targets }, { lane: rig.lane, release: 1, act }, signal);
}

const half: Split = { blue: 5000, green: 5000 };
const allBlue: Split = { blue: 10_000, green: 0 };

describe.each(['listener', 'rule'] as const)('a %s', (kind) => {
  test('is read to the page that it is on, marked with the first write, and holds both groups', async () => {
    const router = createRouter({ ...rig.config, listener: elbArns[kind] }, rig.lane, {
      dataFolder: '',
      environment: {},
      log: rig.log,
    });
    rig.elb.state.trouble.emptyPages = 3;
    expect(await write(allBlue, router)).toEqual({ kind: 'written' });
    expect(await router.read(signal)).toMatchObject({ split: allBlue, foreign: false });
    const stored = rig.elb.state.objects.get(elbArns[kind]);
    expect(stored?.tags.get('sluice:lane')).toBe(rig.lane);
    expect(rig.elb.state.changes.at(-1)?.weights).toEqual({ [elbArns.blue]: 1, [elbArns.green]: 0 });
  });
});

test('a change whose answer is 500 says that it may have been done, is sent once, and was done', async () => {
  await write(allBlue);
  rig.elb.state.trouble.failAfterEffect = 1;
  const before = rig.elb.calls('ModifyListener');
  await expect(write(half)).rejects.toThrow(
    /ModifyListener .* error of its own \(500 .* may have been done all the same/,
  );
  expect(rig.elb.calls('ModifyListener')).toBe(before + 1);
  expect((await rig.router.read(signal)).split).toEqual(half);
  expect(await write(half)).toEqual({ kind: 'already' });
});

test('a lost change is not in the next reading, and is made by a repeated write', async () => {
  await write(allBlue);
  rig.elb.state.trouble.lose = 1;
  expect(await write(half)).toEqual({ kind: 'written' });
  expect((await rig.router.read(signal)).split).toEqual(allBlue);
  expect(await write(half)).toEqual({ kind: 'written' });
  expect((await rig.router.read(signal)).split).toEqual(half);
});

test.each([
  ['Throttling', 400, /throttles it .* asked again/],
  ['RequestLimitExceeded', 503, /throttles it/],
  ['ExpiredToken', 403, /credentials have expired .* Renew them/],
  ['InvalidClientTokenId', 403, /does not know the credentials/],
  ['AccessDenied', 403, /lack a right .* Allow elasticloadbalancing:Describe/],
])('%s is told in words of its own, and is sent once', async (code, status, words) => {
  rig.elb.state.trouble.refuse = { times: 2, code, status };
  await expect(rig.router.read(signal)).rejects.toThrow(words);
  await until('both calls of it to be refused', () => rig.elb.state.trouble.refuse.times === 0);
});

test('a slot without a healthy target gets no traffic', { timeout: 30_000 }, async () => {
  await write(allBlue);
  const changes = rig.elb.state.changes.length;
  const targets = { blue: [rig.backends.blue.url], green: ['http://127.0.0.1:1'] };
  const wanted = { split: half, targets };
  await expect(
    rig.router.write(wanted, { lane: rig.lane, release: 1, act: (act += 1) }, signal),
  ).rejects.toThrow(/No traffic is sent to green: .*checkout-green.* has no healthy target \(1 unhealthy/);
  expect(rig.elb.state.changes.slice(changes)).toEqual([]);
});

test('targets of somebody else are left alone, and nothing is sent to a group that is empty', async () => {
  await write(allBlue);
  const { state } = rig.elb;
  state.groups.get(elbArns.green)?.targets.clear();
  const router = createRouter({ ...rig.config, register: false }, rig.lane, {
    dataFolder: '',
    environment: {},
    log: rig.log,
  });
  expect(router.capabilities.targets).toBe('fixed');
  await expect(write(half, router)).rejects.toThrow(/green: .* \(none is registered\)/);
  expect(await router.inFlight('green', signal)).toBe(0);
  expect(await router.inFlight('blue', signal)).toBeUndefined();
  expect(state.groups.get(elbArns.blue)?.targets.size).toBe(1);
});

test('stickiness that somebody switched on is told, and switched off by the next write', async () => {
  await write(allBlue);
  const { actions = [] } = rig.elb.state.objects.get(elbArns.listener)?.versions.at(-1) ?? {};
  rig.put(
    actions.map((action) => ({
      ...action,
      ForwardConfig: {
        TargetGroups: action.ForwardConfig?.TargetGroups ?? [],
        TargetGroupStickinessConfig: { Enabled: true },
      },
    })),
  );
  expect((await rig.router.read(signal)).unreadable).toMatch(/stickiness is on/);
  expect(await write(allBlue)).toEqual({ kind: 'written' });
  expect((await rig.router.read(signal)).unreadable).toBeUndefined();
});

test('gone targets leave, and finish what they have', async () => {
  await write(half);
  const targets = { blue: [rig.backends.blue.url], green: [] };
  await rig.router.write(
    { split: allBlue, targets },
    { lane: rig.lane, release: 1, act: (act += 1) },
    signal,
  );
  const green = rig.elb.state.groups.get(elbArns.green)?.targets;
  expect([...(green?.values() ?? [])].every(({ drainingSince }) => drainingSince !== undefined)).toBe(true);
  await until('the draining to be over', async () => (await rig.router.inFlight('green', signal)) === 0);
});
