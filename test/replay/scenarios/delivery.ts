import type { WorkflowHandle } from '@temporalio/client';
import type { WebhookNotifier } from '../../../config/notifiers/webhook.ts';
import type { Notification } from '../../../providers/notifiers/notifier.ts';
import type { Delivery, DeliveryState, Post } from '../../../workflows/delivery-messages.ts';
import { actQueue } from '../../../workflows/queues.ts';
import { until } from '../../rigs/until.ts';
import { laneInput } from '../../workflow/inputs.ts';
import type { Rig } from '../../workflow/environment.ts';
import { servingWorld, type World } from '../../workflow/world.ts';

/** What delivers to one notifier, and what it tells the world. */
interface Told {
  world: World;
  handle: WorkflowHandle<Delivery>;
  tell: (number: number, more?: Partial<Notification>) => Promise<unknown>;
  called: (count: number) => Promise<unknown>;
}

/** A notifier that is down, is tried again by hand, works, says something again, and is gone. */
export async function playDelivery(rig: Rig): Promise<string> {
  const { lane } = laneInput();
  const { world, handle, tell, called } = startTelling(rig, { lane, release: `${lane}.2` });
  world.delivers = ({ memory }) => ({ done: 0, memory, failure: { message: 'answered 500' } });
  await tell(1);
  await called(1);
  await tell(2);
  world.delivers = ({ notifications }) => ({
    done: notifications.length,
    memory: { last: 2 },
    ...(notifications.length === 0 ? {} : { again: 100 }),
  });
  await handle.signal('retry-delivery');
  await called(3);
  world.delivers = ({ memory }) => ({ done: 0, memory, failure: { message: 'answered 410', gone: true } });
  await tell(3);
  await called(4);
  await until('it to say so', async () => (await handle.describe()).memo?.['delivery'] !== undefined);
  await handle.terminate('it would wait for the end of the release');
  return handle.workflowId;
}

/** A page of a lane, and what puts the lane right. */
export async function playLaneDelivery(rig: Rig): Promise<string> {
  const { lane } = laneInput();
  const { world, handle, tell, called } = startTelling(rig, { lane });
  world.delivers = ({ notifications: [event] }) => ({
    done: 1,
    memory: { open: event?.page },
    ...(event?.page === true ? { stands: true } : {}),
  });
  await tell(1, { kind: 'drift' });
  await called(1);
  await until('it to wait for more', async () => (await timersOf(handle)) === 1);
  await tell(2, { kind: 'drift', page: false });
  await called(2);
  await until('it to wait for its end', async () => (await timersOf(handle)) === 2);
  await handle.terminate('it would wait for 10 minutes');
  return handle.workflowId;
}

/** More waits than has room, after a long time: the oldest is given up, and the rest is sent. */
export async function playFullDelivery(rig: Rig): Promise<string> {
  const { lane } = laneInput();
  const release = `${lane}.2`;
  const waiting = ['x'.repeat(300_000), 'ok'].map((reason, index) => {
    const number = index + 1;
    const about = { lane, release, number, at: number, kind: 'paused', message: 'paused', page: false };
    return { notification: { ...about, reason }, until: 9e12 };
  });
  const nothing = { known: [], memory: null, repeatAt: null, trouble: null, gone: null, ended: false };
  const { world, handle, tell, called } = startTelling(rig, { lane, release }, { ...nothing, waiting });
  await tell(3);
  await called(1);
  if (world.delivered[0]?.dropped?.length !== 1) throw new Error('Nothing was given up.');
  await until('it to wait for more', async () => (await timersOf(handle)) === 1);
  await handle.terminate('it would wait for the end of the release');
  return handle.workflowId;
}

async function timersOf(handle: WorkflowHandle): Promise<number> {
  const { events } = await handle.fetchHistory();
  return (events ?? []).filter(({ timerStartedEventAttributes: timer }) => timer).length;
}

function startTelling(rig: Rig, subject: { lane: string; release?: string }, carried?: DeliveryState): Told {
  const { lane, release = lane } = subject;
  const world = servingWorld();
  rig.worlds.set(lane, world);
  const workflowId = `delivery/${release}/1-webhook`;
  const notifier: WebhookNotifier = {
    kind: 'webhook',
    on: ['held'],
    url: 'https://hooks.example.com/a',
    secrets: ['${env:HOOK}'],
    headers: {},
  };
  return {
    world,
    handle: rig.client.workflow.getHandle<Delivery>(workflowId),
    tell: async (number, more = {}) => {
      const about = { ...subject, number, at: number, kind: 'held', message: 'held', page: true };
      const post: Post = { notifier, notifications: [{ ...about, ...more }] };
      return rig.client.workflow.signalWithStart<Delivery, [Post]>('delivery', {
        workflowId,
        taskQueue: actQueue(rig.prefix),
        args: [{ schemaVersion: 1, ...subject, notifier, ...(carried === undefined ? {} : { carried }) }],
        signal: 'deliver',
        signalArgs: [post],
      });
    },
    called: async (count) => until(`${count} calls`, () => world.delivered.length >= count),
  };
}
