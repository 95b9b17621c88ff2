/** A process that is stopped in the middle of a write to a load balancer, and wakes up when others have written. */
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { changingUntil, createElbCalls, type ElbCalls } from '../../providers/routers/aws-alb/elb.ts';
import { forwardBySplit } from '../../providers/routers/aws-alb/forward.ts';
import { elbArns, startElbv2, type Elbv2StandIn } from '../rigs/elbv2.ts';
import { forwarding } from '../rigs/load-balancer.ts';

const { listener, blue, green } = elbArns;
const signal = new AbortController().signal;
const lane = 'checkout.production';
const half = { blue: 5000, green: 5000 };
const endpoints = { blue: ['http://10.0.0.1:80'], green: ['http://10.0.0.2:80'] };

let elb: Elbv2StandIn;
let changes: string[];
/** Called before the health of a target group is asked. */
let during: () => void;

beforeAll(async () => {
  elb = await startElbv2();
  elb.state.objects.get(listener)?.tags.set('sluice:lane', lane);
  return () => elb.kill();
});

beforeEach(() => {
  changes = [];
  during = () => undefined;
  store(1, 0);
  putTargets({ blue: [['10.0.0.1', true]], green: [['10.0.0.2', true]] });
  vi.useFakeTimers({ toFake: ['Date'] });
});

afterEach(() => {
  vi.useRealTimers();
});

function store(blueWeight: number, greenWeight: number): void {
  const actions = forwarding({ [blue]: blueWeight, [green]: greenWeight });
  const object = elb.state.objects.get(listener);
  if (object !== undefined) object.versions = [{ at: 0, actions }];
}

function putTargets(each: Record<'blue' | 'green', [id: string, healthy: boolean][]>): void {
  for (const slot of ['blue', 'green'] as const) {
    const targets = elb.state.groups.get(elbArns[slot])?.targets;
    targets?.clear();
    for (const [id, healthy] of each[slot])
      targets?.set(`${id}:80`, { id, port: 80, passed: healthy ? 2 : 0, checked: true });
  }
}

async function write(register: boolean, until: number) {
  const real = createElbCalls({ region: 'eu-central-1', endpoint: elb.endpoint });
  const calls: ElbCalls = {
    ask: async (action, call, given) => {
      if (action === 'DescribeTargetHealth') during();
      return real.ask(action, call, given);
    },
    change: async (action, call, given) => {
      changes.push(action);
      return real.change(action, call, given);
    },
  };
  const config = {
    kind: 'aws-alb',
    region: 'eu-central-1',
    listener,
    targetGroups: { blue, green },
    register,
    cloudwatch: { period: 60_000, delay: 0 },
  } as const;
  return forwardBySplit({ config, lane, calls: changingUntil(calls, until) }, half, endpoints, signal);
}

test('in time it writes', async () => {
  expect(await write(false, Date.now() + 60_000)).toEqual({ kind: 'written' });
  expect(changes).toEqual(['ModifyListener']);
});

test('stopped while it waited for health, it changes nothing afterwards, though it reads afresh', async () => {
  const until = Date.now() + 60_000;
  during = () => vi.setSystemTime(until + 600_000);
  await expect(write(false, until)).rejects.toThrow(
    /ModifyListener was not sent: the time of this write was/,
  );
  expect(changes).toEqual([]);
});

test('targets are not registered by one that comes late', async () => {
  const until = Date.now() + 60_000;
  putTargets({ blue: [], green: [] });
  during = () => vi.setSystemTime(until + 600_000);
  await expect(write(true, until)).rejects.toThrow(/RegisterTargets was not sent/);
  expect(changes).toEqual([]);
});

test('what somebody else stored meanwhile is not written over', async () => {
  during = () => store(0, 1);
  await expect(write(false, Date.now() + 60_000)).rejects.toThrow(/Somebody else has changed .*listener/);
  expect(changes).toEqual([]);
});

test('a healthy target that is about to be taken out does not let its slot have traffic', async () => {
  putTargets({
    blue: [
      ['10.0.0.1', false],
      ['10.0.0.9', true],
    ],
    green: [['10.0.0.2', true]],
  });
  let asked = 0;
  during = () => {
    asked += 1;
    if (asked > 3) vi.setSystemTime(Date.now() + 10_000);
  };
  await expect(write(true, Date.now() + 600_000)).rejects.toThrow(
    /No traffic is sent to blue: .*checkout-blue.* has no healthy target \(1 unhealthy/,
  );
  expect(changes).not.toContain('ModifyListener');
});
