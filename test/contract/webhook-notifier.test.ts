import { pino } from 'pino';
import { expect, test } from 'vitest';
import type { WebhookNotifier } from '../../config/notifiers/webhook.ts';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { Notifier } from '../../providers/notifiers/notifier.ts';
import { notificationOf } from '../rigs/notification.ts';
import { startWebhookReceiver } from '../rigs/receivers/webhook.ts';
import { failureContract, linkContract, notifierContract, type Reached } from './notifier-contract.ts';

const OLD = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
const NEW = `whsec_${Buffer.alloc(24, 2).toString('base64')}`;
const environment = { OLD, NEW, TOKEN: 'tok-98765' };

function makeNotifier(url: string, more: Partial<WebhookNotifier> = {}, reached: Reached = {}): Notifier {
  const config: WebhookNotifier = {
    kind: 'webhook',
    on: ['held'],
    url: `${url}/a`,
    secrets: ['${env:OLD}', '${env:NEW}'],
    headers: { 'X-Token': '${env:TOKEN}' },
    ...more,
  };
  const log = pino({ level: 'silent' });
  return createNotifier(config, { dataFolder: '', environment, log, ...reached });
}

const event = notificationOf();
const sending = { signal: new AbortController().signal, memory: undefined };

notifierContract('webhook', async () => {
  const { url, taken, stop } = await startWebhookReceiver(OLD);
  const received = () => Promise.resolve(taken.map(({ body }) => body));
  return { notifier: makeNotifier(url), received, stop };
});

linkContract('webhook', async (reached) => {
  const { url, taken, stop } = await startWebhookReceiver(OLD);
  const received = () => Promise.resolve(taken.map(({ body }) => body));
  return { notifier: makeNotifier(url, {}, reached), received, stop };
});

failureContract('webhook', async () => {
  const { url, meets, stop } = await startWebhookReceiver(OLD);
  return { notifier: makeNotifier(url), meets, secret: environment.TOKEN, stop };
});

test('a receiver that has only the new secret takes it too, and an event has the same id each time', async () => {
  const receiver = await startWebhookReceiver(NEW);
  try {
    const notifier = makeNotifier(receiver.url);
    await notifier.send(event, sending);
    await notifier.send(event, sending);
    expect(receiver.taken.map(({ headers }) => headers['webhook-id'])).toEqual(
      Array(2).fill('checkout_production_12_4'),
    );
    expect(receiver.taken[0]?.headers['x-token']).toBe(environment.TOKEN);
    expect(JSON.parse(receiver.taken[0]?.body ?? '')).toEqual({
      type: 'release.held',
      timestamp: '2026-11-23T23:57:29.030Z',
      data: { service: 'checkout', environment: 'production', ...event },
    });
  } finally {
    await receiver.stop();
  }
});

test('a receiver with another secret takes nothing', async () => {
  const receiver = await startWebhookReceiver(`whsec_${Buffer.alloc(24, 3).toString('base64')}`);
  try {
    await expect(makeNotifier(receiver.url).send(event, sending)).rejects.toThrow(/No matching signature/);
  } finally {
    await receiver.stop();
  }
});

test('a secret that is none of its kind is refused without being told', async () => {
  const notifier = makeNotifier('http://127.0.0.1:1', { secrets: ['${env:TOKEN}'] });
  const error: unknown = await notifier.send(event, sending).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/the secret of the webhook is not whsec_ and then base64/);
  expect(String(error)).not.toContain(environment.TOKEN);
});
