import { WorkflowNotFoundError } from '@temporalio/client';
import { beforeEach, describe, expect, test } from 'vitest';
import type { ActivityContext } from '../../../activities/context.ts';
import { handOver } from '../../../activities/hand-over.ts';
import { createNotifyActivities } from '../../../activities/notify.ts';
import type { NotifierConfig } from '../../../config/notifiers/index.ts';
import type { PagerdutyNotifier } from '../../../config/notifiers/pagers.ts';
import type { WebhookNotifier } from '../../../config/notifiers/webhook.ts';
import type { Notification } from '../../../providers/notifiers/notifier.ts';
import { fakeClient } from '../api/fake-client.ts';
import { notificationOf } from '../../rigs/notification.ts';
import { statusOf } from '../../rigs/release-status.ts';
import { contextOf, environment, fakeWorld, perform, type FakeWorld } from './world.ts';

const webhook: WebhookNotifier = { kind: 'webhook', on: ['held'], url: 'http://h', secrets: [], headers: {} };
const pager: PagerdutyNotifier = {
  kind: 'pagerduty',
  on: ['page'],
  url: 'http://p',
  key: '${env:KEY}',
  severity: 'error',
};

let world: FakeWorld;
/** What Temporal was told, in order. */
let told: object[];
/** What it says instead of taking it. */
let refuses: Error | undefined;
let counted: string[];

beforeEach(() => {
  world = fakeWorld();
  told = [];
  counted = [];
  refuses = undefined;
});

function context(): ActivityContext {
  const take = async (what: object): Promise<void> => {
    if (refuses !== undefined) throw refuses;
    told.push(what);
  };
  const client = fakeClient({
    signal: async (workflowId, name, args) => take({ workflowId, name, args }),
    signalWithStart: async (type, { workflowId, taskQueue, args: [input] }, name, args) =>
      take({ type, workflowId, taskQueue, input, name, args }),
  });
  const base = { ...contextOf(world), client: () => client };
  base.events.listen((event) => event.kind === 'told' && counted.push(`${event.notifier} ${event.outcome}`));
  return base;
}

describe('what is handed over', () => {
  const hand = async (tell: Notification[], begins: boolean): Promise<void> =>
    environment({ taskQueue: 'sluice-act' }).run(async () =>
      handOver(context(), { notifier: webhook, position: 2, notifications: { tell, begins } }),
    );

  test('starts the delivery of its release and notifier where none runs', async () => {
    const tell = [notificationOf({ number: 1 }), notificationOf({ number: 2 })];
    await hand(tell, true);
    const about = { lane: 'checkout.production', release: 'checkout.production.12' };
    expect(told).toEqual([
      {
        type: 'delivery',
        workflowId: 'delivery/checkout.production.12/2-webhook',
        taskQueue: 'sluice-act',
        input: { schemaVersion: 1, ...about, notifier: webhook },
        name: 'deliver',
        args: [{ notifier: webhook, notifications: tell }],
      },
    ]);
  });

  test('is of its lane where there is no release', async () => {
    const { release: _none, ...between } = notificationOf();
    await hand([between], true);
    expect(told).toMatchObject([{ workflowId: 'delivery/checkout.production/2-webhook' }]);
    expect(told).not.toHaveProperty('0.input.release');
  });

  test('starts nothing where it only brings up to date, and is dropped where nothing was told before', async () => {
    await hand([notificationOf()], false);
    expect(told).toMatchObject([
      { workflowId: 'delivery/checkout.production.12/2-webhook', name: 'deliver' },
    ]);
    expect(told).not.toHaveProperty('0.type');
    refuses = new WorkflowNotFoundError('there is none', 'delivery', undefined);
    await hand([notificationOf()], false);
    refuses = new Error('Temporal is away');
    await expect(hand([notificationOf()], false)).rejects.toThrow('Temporal is away');
  });

  test('is nothing where there is nothing to tell', async () => {
    await hand([], true);
    expect(told).toEqual([]);
  });
});

test('every notifier is known before anything is told by it', () => {
  const base = context();
  const known: string[] = [];
  base.events.listen((event) => event.kind === 'notifier-known' && known.push(event.notifier));
  createNotifyActivities(base);
  expect(known).toEqual(expect.arrayContaining(['log', 'webhook', 'slack', 'pagerduty', 'github']));
  expect(counted).toEqual([]);
});

describe('notify', () => {
  const notify = async (notifiers: NotifierConfig[], events: Notification[], attempt = 1): Promise<void> =>
    perform(environment({ attempt }), createNotifyActivities(context()).notify, {
      notifiers,
      notifications: events,
    });

  test('gives each what it asked for, and the newest of that says how the release stands', async () => {
    const status = statusOf({});
    const begun = notificationOf({ number: 1, kind: 'started', page: false });
    const held = notificationOf({ number: 2, page: false });
    await notify([webhook, pager], [begun, { ...held, status }]);
    expect(told).toEqual([
      expect.objectContaining({
        type: 'delivery',
        workflowId: 'delivery/checkout.production.12/1-webhook',
        args: [{ notifier: webhook, notifications: [{ ...held, status }] }],
      }),
      // A pager hears of what may end its page, and nothing begins by that.
      {
        workflowId: 'delivery/checkout.production.12/2-pagerduty',
        name: 'deliver',
        args: [{ notifier: pager, notifications: [begun, { ...held, status }] }],
      },
    ]);
  });

  test('writes the log once everything was handed over, so that no repeat writes it twice', async () => {
    refuses = new Error('Temporal is away');
    await expect(notify([{ kind: 'log' }, webhook], [notificationOf()])).rejects.toThrow('Temporal is away');
    expect(world.told).toEqual([]);
    refuses = undefined;
    await notify([{ kind: 'log' }, webhook], [notificationOf()]);
    expect([world.told.length, told.length, counted]).toEqual([1, 1, ['log sent']]);
  });

  test('gives up after four tries, counts that as lost, and tells the log all the same', async () => {
    refuses = new Error('Temporal is away');
    await notify([webhook, { kind: 'log' }], [notificationOf()], 4);
    expect([world.told.length, counted]).toEqual([1, ['webhook lost', 'log sent']]);
  });
});
