import { beforeEach, describe, expect, test } from 'vitest';
import type { ActivityContext } from '../../../activities/context.ts';
import { createDeliverActivity } from '../../../activities/deliver.ts';
import type { DeliverAnswer, DeliverRequest } from '../../../activities/deliver-request.ts';
import type { WebhookNotifier } from '../../../config/notifiers/webhook.ts';
import type { Memory, Notifier } from '../../../providers/notifiers/notifier.ts';
import { Refusal } from '../../../providers/notifiers/refusal.ts';
import { notificationOf } from '../../rigs/notification.ts';
import { contextOf, environment, fakeWorld, perform } from './world.ts';

const config: WebhookNotifier = { kind: 'webhook', on: [], url: 'http://h', secrets: [], headers: {} };

/** What the other side does with an event by its number; nothing: it takes it. */
let meets: Record<number, Error>;
let sent: number[];
/** What each event, and each repeat, was sent with. */
let memories: (Memory | undefined)[];
let counted: string[];
let repeat: Notifier['repeat'];
let stands: Notifier['stands'];

beforeEach(() => {
  meets = {};
  sent = [];
  memories = [];
  counted = [];
  repeat = undefined;
  stands = undefined;
});

function context(): ActivityContext {
  const base = contextOf(fakeWorld());
  base.events.listen((event) => event.kind === 'told' && counted.push(event.outcome));
  const notifier: Notifier = {
    send: async ({ number }, { memory }) => {
      memories.push(memory);
      const trouble = meets[number];
      if (trouble !== undefined) throw trouble;
      sent.push(number);
      return number === 2 ? undefined : { last: number };
    },
    ...(repeat === undefined ? {} : { repeat }),
    ...(stands === undefined ? {} : { stands }),
  };
  return { ...base, world: { ...base.world, notifier: () => notifier } };
}

/** Sends events of these numbers. */
async function deliver(
  numbers: number[],
  more: Partial<DeliverRequest> = {},
  env = environment(),
): Promise<DeliverAnswer> {
  const notifications = numbers.map((number) => notificationOf({ number }));
  const request = { notifier: config, notifications, memory: null, last: false, ...more };
  return perform(env, createDeliverActivity(context()).deliver, request);
}

test('events go in their order, each with what is remembered of the one before', async () => {
  expect(await deliver([1, 2, 3], { memory: { last: 0 } })).toEqual({ done: 3, memory: { last: 3 } });
  expect(sent).toEqual([1, 2, 3]);
  expect(memories).toEqual([{ last: 0 }, { last: 1 }, { last: 1 }]);
  expect(counted).toEqual(['sent', 'sent', 'sent']);
});

describe('one that cannot be sent', () => {
  test('holds up those behind it, and says why', async () => {
    meets = { 2: new Error('it answered 503') };
    const failure = { message: 'it answered 503' };
    expect(await deliver([1, 2, 3])).toEqual({ done: 1, memory: { last: 1 }, failure });
    expect([sent, counted]).toEqual([[1], ['sent', 'failed']]);
  });

  test.each([
    [{ kind: 'later', after: 60_000 }, { after: 60_000 }],
    [{ kind: 'gone' }, { gone: true }],
  ] as const)('is answered with what the other side asks for: %o', async (consequence, asked) => {
    meets = { 1: new Refusal('not now', consequence) };
    expect(await deliver([1, 2])).toEqual({
      done: 0,
      memory: null,
      failure: { message: 'not now', ...asked },
    });
    expect(sent).toEqual([]);
  });

  test('is passed over where it never will be, and counted as lost', async () => {
    meets = { 1: new Refusal('it is too large', { kind: 'never' }) };
    expect(await deliver([1, 2])).toMatchObject({ done: 2 });
    expect([sent, counted]).toEqual([[2], ['lost', 'sent']]);
  });

  test('is given up after days, and those behind it are still tried', async () => {
    meets = { 1: new Error('it answered 503'), 2: new Error('it answered 503') };
    expect(await deliver([1, 2, 3], { last: true })).toEqual({ done: 3, memory: { last: 3 } });
    expect([sent, counted]).toEqual([[3], ['lost', 'lost', 'sent']]);
  });
});

test('what had no room is counted as lost, and the rest is sent', async () => {
  const dropped = [{ lane: 'checkout.production', release: 'checkout.production.12', number: 1 }];
  expect(await deliver([2], { dropped })).toMatchObject({ done: 1 });
  expect([sent, counted]).toEqual([[2], ['lost', 'sent']]);
});

test('an attempt goes on where one that died had come to', async () => {
  const env = environment({ heartbeatDetails: { done: 2, memory: { last: 7 } } });
  expect(await deliver([1, 2, 3], {}, env)).toEqual({ done: 3, memory: { last: 3 } });
  expect([sent, memories]).toEqual([[3], [{ last: 7 }]]);
});

test('one that is to stop answers nothing, and what it did not send counts neither as failed nor as lost', async () => {
  const env = environment();
  meets = { 1: new Error('it hung up') };
  const stopped = perform(env, async () => {
    env.cancel();
    return createDeliverActivity(context()).deliver({
      notifier: config,
      notifications: [notificationOf({ number: 1 })],
      memory: null,
      last: true,
    });
  });
  await expect(stopped).rejects.toThrow(/CANCELLED/);
  expect(counted).toEqual([]);
});

test('what has to be said again is said with what is remembered, and says when next', async () => {
  repeat = {
    every: (memory) => (memory === undefined ? undefined : 300_000),
    send: async ({ memory }) => {
      memories.push(memory);
      return undefined;
    },
  };
  expect(await deliver([1])).toEqual({ done: 1, memory: { last: 1 }, again: 300_000 });
  expect(await deliver([], { memory: { last: 1 } })).toEqual({
    done: 0,
    memory: { last: 1 },
    again: 300_000,
  });
  expect(memories.at(-1)).toEqual({ last: 1 });
});

test('what stands until a later event ends it is told by what is remembered', async () => {
  stands = (memory) => memory?.['last'] === 1;
  expect(await deliver([1])).toEqual({ done: 1, memory: { last: 1 }, stands: true });
  expect(await deliver([3])).toEqual({ done: 1, memory: { last: 3 } });
});
