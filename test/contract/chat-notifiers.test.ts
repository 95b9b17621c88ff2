import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { Notifier } from '../../providers/notifiers/notifier.ts';
import { Refusal } from '../../providers/notifiers/refusal.ts';
import { notificationOf } from '../rigs/notification.ts';
import { startReceiver, type Receiver, type Take } from '../rigs/receivers/receiver.ts';
import { failureContract, linkContract, notifierContract, type Reached } from './notifier-contract.ts';

const TOKEN = 'tok-98765';

const run = z.strictObject({
  type: z.literal('TextRun'),
  text: z.string().min(1),
  weight: z.literal('Bolder').optional(),
  size: z.literal('Medium').optional(),
  color: z.literal('Attention').optional(),
});
/** What a webhook of Teams' workflows takes: one adaptive card. */
const card = z.strictObject({
  type: z.literal('message'),
  attachments: z.tuple([
    z.strictObject({
      contentType: z.literal('application/vnd.microsoft.card.adaptive'),
      contentUrl: z.null(),
      content: z.strictObject({
        $schema: z.url(),
        type: z.literal('AdaptiveCard'),
        version: z.literal('1.4'),
        msteams: z.strictObject({ width: z.literal('Full') }),
        body: z.array(z.strictObject({ type: z.literal('RichTextBlock'), inlines: z.array(run).min(1) })),
        actions: z
          .array(
            z.strictObject({
              type: z.literal('Action.OpenUrl'),
              title: z.string().min(1),
              url: z.url().max(2048),
            }),
          )
          .min(1)
          .optional(),
      }),
    }),
  ]),
});
/** What a webhook of Discord takes. */
const message = z.strictObject({
  allowed_mentions: z.strictObject({ parse: z.tuple([]) }),
  embeds: z
    .array(
      z.strictObject({
        title: z.string().min(1).max(256),
        url: z.url().max(2048).optional(),
        description: z.string().max(4096),
        color: z.int().min(0).max(0xff_ff_ff),
        timestamp: z.iso.datetime(),
        fields: z
          .array(
            z.strictObject({
              name: z.string().min(1).max(256),
              value: z.string().min(1).max(1024),
              inline: z.boolean(),
            }),
          )
          .max(25),
      }),
    )
    .min(1)
    .max(10),
});

function takes(schema: z.ZodType, status: number): Take {
  return ({ method, path, headers, body }) => {
    if (method !== 'POST' || path !== `/hook/${TOKEN}`) throw new Error(`${method} ${path} is unknown`);
    if (headers['content-type'] !== 'application/json') throw new Error('the body is not said to be JSON');
    if (body.length > 28_000) throw new Error('the message is too large');
    schema.parse(JSON.parse(body));
    return { status };
  };
}

const chats = { teams: takes(card, 202), discord: takes(message, 204) };
const event = notificationOf();
const sending = { signal: new AbortController().signal, memory: undefined };

function makeNotifier(kind: keyof typeof chats, { url }: Receiver, reached: Reached = {}): Notifier {
  const environment = { HOOK: `${url}/hook/${TOKEN}` };
  const context = { dataFolder: '', environment, log: pino({ level: 'silent' }), ...reached };
  return createNotifier({ kind, on: ['held'], url: '${env:HOOK}' }, context);
}

describe.each(['teams', 'discord'] as const)('%s', (kind) => {
  notifierContract(kind, async () => {
    const receiver = await startReceiver(chats[kind]);
    const received = () => Promise.resolve(receiver.taken.map(({ body }) => body));
    return { notifier: makeNotifier(kind, receiver), received, stop: receiver.stop };
  });

  linkContract(kind, async (reached) => {
    const receiver = await startReceiver(chats[kind]);
    const received = () => Promise.resolve(receiver.taken.map(({ body }) => body));
    return { notifier: makeNotifier(kind, receiver, reached), received, stop: receiver.stop };
  });

  failureContract(kind, async () => {
    const receiver = await startReceiver(chats[kind]);
    const { meets, stop } = receiver;
    return { notifier: makeNotifier(kind, receiver), meets, secret: TOKEN, stop };
  });

  test('takes the longest message that there is', async () => {
    const receiver = await startReceiver(chats[kind]);
    try {
      const long = {
        ...event,
        message: 'm'.repeat(20_000),
        actor: 'a'.repeat(200),
        reason: 'r'.repeat(1000),
      };
      await makeNotifier(kind, receiver).send(long, sending);
      expect(receiver.refused).toEqual([]);
      expect(receiver.taken).toHaveLength(1);
    } finally {
      await receiver.stop();
    }
  });
});

test('Discord calls nobody and draws no link by what somebody wrote', async () => {
  const receiver = await startReceiver(chats.discord);
  try {
    const reason = '@everyone [look](https://evil.example.com) **now**';
    await makeNotifier('discord', receiver).send({ ...event, reason }, sending);
    const { embeds } = message.parse(JSON.parse(receiver.taken[0]?.body ?? ''));
    const said = embeds[0]?.fields.find(({ name }) => name === 'Reason')?.value;
    expect(said).toBe(String.raw`@everyone \[look\]\(https://evil.example.com\) \*\*now\*\*`);
  } finally {
    await receiver.stop();
  }
});

test('a webhook that was deleted in Discord is gone', async () => {
  const receiver = await startReceiver(chats.discord);
  try {
    receiver.meets({ status: 404, body: '{"message": "Unknown Webhook", "code": 10015}' });
    const error: unknown = await makeNotifier('discord', receiver)
      .send(event, sending)
      .catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Refusal);
    expect(error).toMatchObject({ consequence: { kind: 'gone' } });
  } finally {
    await receiver.stop();
  }
});
