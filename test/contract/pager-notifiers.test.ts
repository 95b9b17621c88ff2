import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { OpsgenieNotifier, PagerdutyNotifier } from '../../config/notifiers/pagers.ts';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { Memory, Notifier } from '../../providers/notifiers/notifier.ts';
import { notificationOf, PUBLIC_URL } from '../rigs/notification.ts';
import { isPost, takePagerduty } from '../rigs/receivers/pagerduty.ts';
import { startReceiver, type Receiver, type Take } from '../rigs/receivers/receiver.ts';
import { failureContract, linkContract, type Reached } from './notifier-contract.ts';

const KEY = 'key-98765';
const text = (most: number): z.ZodString => z.string().min(1).max(most);

/** What the Alert API of Opsgenie takes. */
const created = z.strictObject({
  message: text(130),
  alias: text(512),
  description: text(15_000),
  entity: text(512),
  source: text(100),
  priority: z.enum(['P1', 'P2', 'P3', 'P4', 'P5']),
  tags: z.array(text(50)).max(20),
  details: z.record(z.string(), z.string()),
});
const noted = z.strictObject({ source: text(100), note: text(25_000) });

/** A stand-in of a service, and what its alerts went through: `trigger KEY`. */
interface Pager {
  take: (told: string[]) => Take;
  config: (url: string) => PagerdutyNotifier | OpsgenieNotifier;
}

const pagers: Record<'pagerduty' | 'opsgenie', Pager> = {
  pagerduty: {
    take: (told) => takePagerduty(KEY, told),
    config: (url) => ({ kind: 'pagerduty', on: ['page'], url, key: '${env:KEY}', severity: 'critical' }),
  },
  opsgenie: {
    take: (told) => (request) => {
      if (request.headers['authorization'] !== `GenieKey ${KEY}`) throw new Error('Key format is not valid!');
      if (request.path === '/v2/alerts') {
        isPost(request, '/v2/alerts');
        told.push(`trigger ${created.parse(JSON.parse(request.body)).alias}`);
      } else {
        const known = /^\/v2\/alerts\/([^/?]+)\/(acknowledge|close)\?identifierType=alias$/.exec(
          request.path,
        );
        if (known === null) throw new Error(`${request.path} is unknown`);
        isPost(request, request.path);
        noted.parse(JSON.parse(request.body));
        const act = known[2] === 'close' ? 'resolve' : 'acknowledge';
        told.push(`${act} ${decodeURIComponent(known[1] ?? '')}`);
      }
      return { status: 202, body: { result: 'Request will be processed', took: 0.1, requestId: 'a' } };
    },
    config: (url) => ({ kind: 'opsgenie', on: ['page'], url, key: '${env:KEY}', priority: 'P1' }),
  },
};

const { signal } = new AbortController();
const held = notificationOf({ message: 'held: too few requests', actor: 'ada', reason: 'errors' });

function makeNotifier(pager: Pager, { url }: Pick<Receiver, 'url'>, reached: Reached = {}): Notifier {
  const context = { dataFolder: '', environment: { KEY }, log: pino({ level: 'silent' }), ...reached };
  return createNotifier(pager.config(url), context);
}

describe.each(['pagerduty', 'opsgenie'] as const)('%s', (kind) => {
  const pager = pagers[kind];

  failureContract(
    kind,
    async () => {
      const receiver = await startReceiver(pager.take([]));
      return {
        notifier: makeNotifier(pager, receiver),
        meets: receiver.meets,
        secret: KEY,
        stop: receiver.stop,
      };
    },
    { page: true },
  );

  linkContract(
    kind,
    async (reached) => {
      const receiver = await startReceiver(pager.take([]));
      const received = () => Promise.resolve(receiver.taken.map(({ body }) => body));
      return { notifier: makeNotifier(pager, receiver, reached), received, stop: receiver.stop };
    },
    { page: true },
  );

  test('an alert is triggered, acknowledged and resolved under one key', async () => {
    const told: string[] = [];
    const receiver = await startReceiver(pager.take(told));
    try {
      const notifier = makeNotifier(pager, receiver, { publicUrl: PUBLIC_URL });
      let memory: Memory | undefined;
      const events = [
        { ...held, message: 'm'.repeat(20_000) },
        { ...held, number: 5, kind: 'extended', page: false },
        { ...held, number: 6, kind: 'finished', page: false },
      ];
      const stands: unknown[] = [];
      for (const event of events) {
        memory = (await notifier.send(event, { signal, memory })) ?? memory;
        stands.push(notifier.stands?.(memory));
      }
      expect(stands).toEqual([true, true, false]);
      expect(receiver.refused).toEqual([]);
      const alert = 'sluice/checkout.production.12/4';
      expect(told).toEqual([`trigger ${alert}`, `acknowledge ${alert}`, `resolve ${alert}`]);
    } finally {
      await receiver.stop();
    }
  });

  test('what it cannot read is never sent again', async () => {
    const receiver = await startReceiver(pager.take([]));
    try {
      receiver.meets({ status: 400, body: 'Event object is invalid' });
      await expect(
        makeNotifier(pager, receiver).send(held, { signal, memory: undefined }),
      ).rejects.toMatchObject({ consequence: { kind: 'never' } });
    } finally {
      await receiver.stop();
    }
  });
});

test('PagerDuty is given the page as where it came from and as a link', async () => {
  const receiver = await startReceiver(pagers.pagerduty.take([]));
  try {
    const reached = { publicUrl: PUBLIC_URL };
    await makeNotifier(pagers.pagerduty, receiver, reached).send(held, { signal, memory: undefined });
    const page = `${PUBLIC_URL}/ui/releases/checkout.production.12`;
    expect(JSON.parse(receiver.taken[0]?.body ?? '')).toMatchObject({
      client: 'Sluice',
      client_url: page,
      links: [{ href: page, text: 'Open in Sluice' }],
      dedup_key: 'sluice/checkout.production.12/4',
    });
  } finally {
    await receiver.stop();
  }
});

test('a routing key that PagerDuty does not know may yet be put right', async () => {
  const receiver = await startReceiver(pagers.pagerduty.take([]));
  try {
    receiver.meets({ status: 400, body: '{"errors":["Invalid routing key"]}' });
    const sending = makeNotifier(pagers.pagerduty, receiver).send(held, { signal, memory: undefined });
    await expect(sending).rejects.not.toHaveProperty('consequence');
  } finally {
    await receiver.stop();
  }
});
