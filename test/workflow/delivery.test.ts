import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import type { WorkflowHandle } from '@temporalio/client';
import { expect, test } from 'vitest';
import type { DeliverRequest, DeliveryFailure } from '../../activities/deliver-request.ts';
import type { WebhookNotifier } from '../../config/notifiers/webhook.ts';
import type { Notification } from '../../providers/notifiers/notifier.ts';
import type {
  Delivery,
  DeliveryInput,
  DeliveryMemo,
  Post,
  RetryInput,
} from '../../workflows/delivery-messages.ts';
import type { ReleaseStatus } from '../../workflows/messages.ts';
import { actQueue } from '../../workflows/queues.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { emptyWorld, type World } from './world.ts';

const HOUR = 3_600_000;
const notifier: WebhookNotifier = {
  kind: 'webhook',
  on: ['held'],
  url: 'https://hooks.example.com/a',
  secrets: [],
  headers: {},
};
const rig = useRig();
type Retries = (input: RetryInput) => Promise<string[]>;

/** The delivery of one release, and what its world was asked to send. */
interface Told {
  world: World;
  handle: WorkflowHandle<Delivery>;
  tell(...notifications: Notification[]): Promise<unknown>;
  /** Numbers of the events of each call. */
  sent(): number[][];
  untilCalls(count: number): Promise<unknown>;
  memo(): Promise<Partial<DeliveryMemo>>;
}

function useDelivery(delivers?: World['delivers'], more: { release?: string } = { release: 'x' }): Told {
  const world = { ...emptyWorld(), ...(delivers === undefined ? {} : { delivers }) };
  const lane = `shop-${randomUUID().slice(0, 8)}.production`;
  const { client, prefix, worlds, started } = rig();
  worlds.set(lane, world);
  const subject = more.release === undefined ? { lane } : { lane, release: `${lane}.2` };
  const workflowId = `delivery/${subject.release ?? lane}/1-webhook`;
  started.add(workflowId);
  const input: DeliveryInput = { schemaVersion: 1, ...subject, notifier };
  const handle = client.workflow.getHandle<Delivery>(workflowId);
  return {
    world,
    handle,
    tell: async (...notifications) =>
      client.workflow.signalWithStart<Delivery, [Post]>('delivery', {
        workflowId,
        taskQueue: actQueue(prefix),
        args: [input],
        signal: 'deliver',
        signalArgs: [{ notifier, notifications }],
      }),
    sent: () => world.delivered.map(({ notifications }) => notifications.map(({ number }) => number)),
    untilCalls: async (count) => until(`${count} calls`, () => world.delivered.length >= count),
    memo: async () => {
      const memo: Record<string, unknown> = (await handle.describe()).memo ?? {};
      return memo['delivery'] ?? {};
    },
  };
}

function event(number: number, more: Partial<Notification> = {}): Notification {
  const lane = 'shop.production';
  const about = { lane, release: `${lane}.2`, at: number, kind: 'held', message: 'held', page: true };
  return { number, ...about, ...more };
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}

/** Lets so many stretches of time pass, each of which a busy machine has time for. */
async function pass(count: number, time: '10m' | '3h'): Promise<void> {
  for (let passed = 0; passed < count; passed += 1) await rig().skip(time);
}

const status: ReleaseStatus = {
  id: 'shop.production.2',
  lane: 'shop.production',
  number: 2,
  kind: 'release',
  version: 'v2',
  candidate: { slot: 'green', version: 'v2' },
  stable: null,
  actor: 'ann',
  reason: '',
  phase: 'holding',
  sentence: 'held',
  startedAt: 1,
  step: 0,
  token: '0.0',
  steps: [],
  traffic: { asked: 0, proven: false, at: 1 },
  approvals: [],
  evidence: [],
  events: 3,
};

/** When the server's clock had the present call begin. */
function now(): number {
  return Context.current().info.currentAttemptScheduledTimestampMs;
}

function fails(failure: DeliveryFailure): World['delivers'] {
  return ({ memory }) => ({ done: 0, memory, failure });
}

test('events are sent in order and once, with what was remembered, until the release has ended', async () => {
  const told = useDelivery(({ notifications, memory }) => ({
    done: notifications.length,
    memory: { ...memory, last: notifications.at(-1)?.number },
  }));
  await told.tell(event(1), event(2));
  await told.untilCalls(1);
  await told.tell(event(2), event(3), event(4, { kind: 'finished' }));
  await told.untilCalls(2);
  await rig().skip('5m');
  await told.tell(event(5, { kind: 'error' }));
  await told.untilCalls(3);
  await rig().skip('11m');
  await told.handle.result();
  expect(told.sent()).toEqual([[1, 2], [3, 4], [5]]);
  expect(told.world.delivered.map(({ memory }) => memory)).toEqual([null, { last: 2 }, { last: 4 }]);
});

test('a release that says nothing for days keeps what was remembered', async () => {
  const told = useDelivery(({ notifications }) => ({ done: notifications.length, memory: { id: 'm' } }));
  await told.tell(event(1));
  await rig().skip('20d');
  await told.tell(event(2, { kind: 'finished' }));
  await told.untilCalls(2);
  expect(told.world.delivered[1]?.memory).toEqual({ id: 'm' });
});

test('what fails is tried ever more seldom for three days, then given up, and what is behind it waits', async () => {
  const calls: { at: number; last: boolean; numbers: number[] }[] = [];
  const told = useDelivery(({ notifications, memory, last }) => {
    calls.push({ at: now(), last, numbers: notifications.map(({ number }) => number) });
    return last
      ? { done: notifications.length, memory }
      : { done: 0, memory, failure: { message: 'answered 500' } };
  });
  await told.tell(event(1));
  await told.untilCalls(1);
  await pass(8, '3h');
  expect(await told.memo()).toMatchObject({
    waiting: 1,
    trouble: { message: 'answered 500' },
  });
  await told.tell(event(2));
  await pass(17, '3h');
  const [first] = calls;
  await until('it to be given up', () => calls.some(({ last }) => last));
  const given = calls.find(({ last }) => last);
  expect(given?.numbers).toEqual([1]);
  expect((given?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(72 * HOUR);
  expect((given?.at ?? 0) - (first?.at ?? 0)).toBeLessThan(74 * HOUR);
  const waits = calls.slice(1).map(({ at }, index) => at - (calls[index]?.at ?? 0));
  expect(waits[0]).toBeGreaterThanOrEqual(5000);
  expect(waits[0]).toBeLessThan(9000);
  expect(waits[1]).toBeGreaterThanOrEqual(10_000);
  expect(Math.max(...waits)).toBeLessThanOrEqual(1.2 * HOUR + 5000);
  // Ten tries in the first hours, then one about every hour.
  expect(calls.length).toBeGreaterThan(65);
  expect(calls.length).toBeLessThan(95);
  // The second has its own three days from when it came.
  await until('the second to be tried', () => calls.at(-1)?.numbers[0] === 2);
});

test('one that works again is sent with what came meanwhile, and only the newest says how the release stands', async () => {
  const told = useDelivery(fails({ message: 'down' }));
  await told.tell(event(1, { status }));
  await told.untilCalls(1);
  await rig().skip('10s');
  await told.tell(event(2, { status }));
  await told.tell(event(3));
  told.world.delivers = ({ notifications, memory }) => ({ done: notifications.length, memory });
  await rig().skip('1h');
  expect(told.sent().at(-1)).toEqual([1, 2, 3]);
  const last = told.world.delivered.at(-1)?.notifications ?? [];
  expect(last.map((each) => 'status' in each)).toEqual([false, true, false]);
  expect(await told.memo()).toMatchObject({ waiting: 0, trouble: null });
});

test('what waits behind one that fails has a bound: the oldest are given up, and the next call is told which', async () => {
  const told = useDelivery(fails({ message: 'down' }));
  await told.tell(event(1));
  await told.untilCalls(1);
  const reason = '\u0001'.repeat(1000);
  await told.tell(...Array.from({ length: 60 }, (_, index) => event(index + 2, { reason })));
  await rig().skip('10s');
  await told.untilCalls(2);
  expect(told.sent()[1]?.[0]).toBe(1);
  expect(told.world.delivered[1]).not.toHaveProperty('dropped');
  told.world.delivers = ({ notifications, memory }) => ({ done: notifications.length, memory });
  await rig().skip('1h');
  await until('the newest', () => told.sent().at(-1)?.includes(61));
  const [, , third] = told.world.delivered;
  const first = third?.notifications[0]?.number ?? 0;
  // What fits 300 kB of 6 kB each.
  expect(first).toBeGreaterThan(12);
  expect(first).toBeLessThan(17);
  expect(third?.dropped?.map(({ number }) => number)).toEqual(range(1, first - 1));
  expect(told.sent().slice(2).flat()).toEqual(range(first, 61));
  expect(told.world.delivered.filter(({ dropped }) => dropped !== undefined)).toHaveLength(1);
});

test('the other side is left alone for as long as it asks, and a person may have it tried at once', async () => {
  const calls: number[] = [];
  const told = useDelivery(({ memory }) => {
    calls.push(now());
    return { done: 0, memory, failure: { message: 'answered 429', after: 6 * HOUR } };
  });
  await told.tell(event(1));
  await told.untilCalls(1);
  await rig().skip('5h');
  expect(calls).toHaveLength(1);
  await rig().skip('3h');
  expect(calls).toHaveLength(2);
  const { client, prefix } = rig();
  const { workflowId } = told.handle;
  const retried = await client.workflow.execute<Retries>('retryDeliveries', {
    workflowId: `retry-deliveries/${workflowId}`,
    taskQueue: actQueue(prefix),
    args: [{ deliveries: ['delivery/that.ended/1-webhook', workflowId] }],
  });
  expect(retried).toEqual([workflowId]);
  await told.untilCalls(3);
});

test('one that is gone hears nothing more of this release', async () => {
  const told = useDelivery(fails({ message: 'answered 410', gone: true }));
  await told.tell(event(1), event(2));
  await told.untilCalls(1);
  await told.tell(event(3));
  await rig().skip('2d');
  expect(await told.memo()).toMatchObject({ gone: 'answered 410', waiting: 0 });
  await told.tell(event(4, { kind: 'finished' }));
  await rig().skip('11m');
  await told.handle.result();
  expect(told.sent()).toEqual([[1, 2]]);
});

test('what has to be said again is, until it has not, over as many runs as it takes', async () => {
  let calls = 0;
  const repeats = (request: DeliverRequest): ReturnType<World['delivers']> => {
    calls += request.notifications.length === 0 ? 1 : 0;
    const memory = { calls };
    return { done: request.notifications.length, memory, ...(calls < 35 ? { again: 60_000 } : {}) };
  };
  const told = useDelivery(repeats, {});
  await told.tell(event(1));
  await told.untilCalls(1);
  const { runId } = await told.handle.describe();
  await pass(6, '10m');
  await told.handle.result();
  expect(calls).toBe(35);
  const after = await told.handle.describe();
  expect(after.runId).not.toBe(runId);
  expect(told.world.delivered.at(-1)?.memory).toEqual({ calls: 34 });
});

test('a page of a lane is known until the lane is put right, however late', async () => {
  const told = useDelivery(({ notifications }) => {
    const isPaged = notifications.at(-1)?.page === true;
    return { done: notifications.length, memory: { open: isPaged }, ...(isPaged ? { stands: true } : {}) };
  }, {});
  await told.tell(event(1, { kind: 'drift' }));
  await told.untilCalls(1);
  await rig().skip('2d');
  await told.tell(event(2, { kind: 'drift', page: false }));
  await told.untilCalls(2);
  expect(told.world.delivered[1]?.memory).toEqual({ open: true });
  await rig().skip('11m');
  await told.handle.result();
});

test('what cannot be said again is tried for three days, and then forgotten', async () => {
  const told = useDelivery(({ notifications, memory }) =>
    notifications.length > 0
      ? { done: 1, memory, again: 60_000 }
      : { done: 0, memory, failure: { message: 'down' } },
  );
  await told.tell(event(1, { kind: 'finished' }));
  await told.untilCalls(1);
  await pass(27, '3h');
  await told.handle.result();
});
