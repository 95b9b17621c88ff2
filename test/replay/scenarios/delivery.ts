import type { WebhookNotifier } from '../../../config/notifiers/webhook.ts';
import type { Delivery, Post } from '../../../workflows/delivery-messages.ts';
import { actQueue } from '../../../workflows/queues.ts';
import { until } from '../../rigs/until.ts';
import { laneInput } from '../../workflow/inputs.ts';
import type { Rig } from '../../workflow/environment.ts';
import { servingWorld } from '../../workflow/world.ts';

/** A notifier that is down, is tried again by hand, works, says something again, and is gone. */
export async function playDelivery(rig: Rig): Promise<string> {
  const { lane } = laneInput();
  const world = servingWorld();
  rig.worlds.set(lane, world);
  const workflowId = `delivery/${lane}.2/1-webhook`;
  const notifier: WebhookNotifier = {
    kind: 'webhook',
    on: ['held'],
    url: 'https://hooks.example.com/a',
    secrets: ['${env:HOOK}'],
    headers: {},
  };
  const tell = async (number: number): Promise<unknown> => {
    const about = { lane, release: `${lane}.2`, number, at: number, message: 'held', page: true };
    const post: Post = { notifier, notifications: [{ ...about, kind: 'held' }] };
    return rig.client.workflow.signalWithStart<Delivery, [Post]>('delivery', {
      workflowId,
      taskQueue: actQueue(rig.prefix),
      args: [{ schemaVersion: 1, lane, release: `${lane}.2`, notifier }],
      signal: 'deliver',
      signalArgs: [post],
    });
  };
  const called = async (count: number): Promise<unknown> =>
    until(`${count} calls`, () => world.delivered.length >= count);
  world.delivers = ({ memory }) => ({ done: 0, memory, failure: { message: 'answered 500' } });
  await tell(1);
  await called(1);
  await tell(2);
  world.delivers = ({ notifications }) => ({
    done: notifications.length,
    memory: { last: 2 },
    ...(notifications.length === 0 ? {} : { again: 100 }),
  });
  const handle = rig.client.workflow.getHandle<Delivery>(workflowId);
  await handle.signal('retry-delivery');
  await called(3);
  world.delivers = ({ memory }) => ({ done: 0, memory, failure: { message: 'answered 410', gone: true } });
  await tell(3);
  await called(4);
  await until('it to say so', async () => (await handle.describe()).memo?.['delivery'] !== undefined);
  await handle.terminate('it would wait for the end of the release');
  return workflowId;
}
