import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { SlackNotifier } from '../../config/notifiers/slack.ts';
import type { SlackSettings } from '../../config/slack.ts';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { Memory, Notification, Notifier } from '../../providers/notifiers/notifier.ts';
import type { ApprovalView, ReleaseStatus } from '../../workflows/messages.ts';
import { BOT_TOKEN, startFakeSlack, type FakeSlack } from '../rigs/slack/fake-slack.ts';
import { notificationOf, PUBLIC_URL } from '../rigs/notification.ts';
import { startReceiver } from '../rigs/receivers/receiver.ts';
import { labels, seen } from '../rigs/slack/posted.ts';
import { statusOf } from '../rigs/release-status.ts';
import { linkContract, notifierContract, type Reached } from './notifier-contract.ts';

const config: SlackNotifier = {
  kind: 'slack',
  on: ['page', 'started', 'held', 'drift', 'finished'],
  channel: '#releases',
};

function notifierOf({ api }: Pick<FakeSlack, 'api'>, token = BOT_TOKEN, reached: Reached = {}): Notifier {
  const slack: SlackSettings = { botToken: '${env:TOKEN}', api, users: {}, groups: {} };
  return createNotifier(config, {
    dataFolder: '',
    environment: { TOKEN: token },
    log: pino({ level: 'silent' }),
    slack,
    ...reached,
  });
}

notifierContract('slack', async () => {
  const fake = await startFakeSlack();
  return {
    notifier: notifierOf(fake),
    received: () => Promise.resolve(fake.messages.map(seen)),
    stop: async () => fake.stop(),
  };
});

linkContract('slack', async (reached) => {
  const fake = await startFakeSlack();
  return {
    notifier: notifierOf(fake, BOT_TOKEN, reached),
    received: () => Promise.resolve(fake.messages.map(seen)),
    stop: async () => fake.stop(),
  };
});

test('the message of a release, and what stands in its thread, lead to its page', async () => {
  const own = await startFakeSlack();
  try {
    const notifier = notifierOf(own, BOT_TOKEN, { publicUrl: PUBLIC_URL });
    const status = statusOf({ phase: 'holding' });
    const first = await notifier.send(notificationOf({ status }), { signal, memory: undefined });
    await notifier.send(notificationOf({ number: 5, status }), { signal, memory: first });
    expect(own.faults).toEqual([]);
    expect(own.messages).toHaveLength(2);
    const id = 'checkout.production.12';
    for (const each of own.messages)
      expect(seen(each)).toContain(`*<${PUBLIC_URL}/ui/releases/${id}|${id}>*`);
  } finally {
    await own.stop();
  }
});

let fake: FakeSlack;
let memory: Memory | undefined;
beforeAll(async () => {
  fake = await startFakeSlack();
});
afterAll(async () => fake.stop());

const { signal } = new AbortController();

async function send(event: Partial<Notification>, status?: Partial<ReleaseStatus>): Promise<void> {
  const started = { number: 1, kind: 'started', message: 'v2 by ann', page: false };
  const notification = notificationOf({
    ...started,
    ...event,
    ...(status === undefined ? {} : { status: statusOf(status) }),
  });
  memory = (await notifierOf(fake).send(notification, { signal, memory })) ?? memory;
}

test('one message a release, edited in place; events in its thread, and in the channel where somebody is asked', async () => {
  await send({}, {});
  await send({ kind: 'step-started', message: 'bake' }, { sentence: 'it bakes' });
  expect(fake.messages.map(({ thread, edits }) => [thread, edits])).toEqual([[undefined, 1]]);
  const [root] = fake.messages;
  expect(seen(root ?? { text: '', blocks: [] })).toContain('it bakes');

  await send({ kind: 'held', message: 'held: worse', page: true }, { phase: 'holding' });
  const approval: ApprovalView = {
    count: 1,
    given: 0,
    role: 'approver',
    groups: [],
    people: [],
    author: 'ann',
    onDeadline: 'hold',
    who: 'bob',
    sentence: '0 of 1 approvals; it waits for bob',
  };
  const asks: Partial<ReleaseStatus> = {
    approval,
    step: 1,
    steps: [
      { kind: 'deploy', label: 'deploy', state: 'done' },
      { kind: 'approve', label: 'approve', state: 'running' },
    ],
  };
  await send({ kind: 'step-started', message: 'approve by 1 person' }, asks);
  await send({ kind: 'observed', message: '5 of 100' }, asks);
  await send({ kind: 'finished', message: 'completed' }, { phase: 'finished', outcome: 'completed' });
  const [message, ...replies] = fake.messages;
  expect(replies.map(({ thread, broadcast }) => [thread, broadcast])).toEqual([
    [message?.ts, true],
    [message?.ts, true],
    [message?.ts, false],
  ]);
  expect(replies.map(seen).map((text) => text.split('\n').at(-1))).toEqual([
    expect.stringContaining('held: held: worse'),
    expect.stringContaining('*It waits for approval*: 0 of 1 approvals; it waits for bob.'),
    expect.stringContaining('finished: completed'),
  ]);
  expect(message?.edits).toBe(5);
  expect(labels(message ?? { blocks: [] })).toEqual([]);
  expect(fake.faults).toEqual([]);
});

test('a message that somebody deleted is posted anew', async () => {
  const before = fake.messages.length;
  fake.refuse.set('chat.update', 'message_not_found');
  await send({ kind: 'observed', message: 'again' }, { sentence: 'it goes on' });
  fake.refuse.clear();
  expect(fake.messages.slice(before).map(({ thread }) => thread)).toEqual([undefined]);
  await send({ kind: 'held', message: 'held' });
  expect(fake.messages.at(-1)?.thread).toBe(fake.messages.at(-2)?.ts);
});

test('what Slack refuses is told with what to do, and without the token', async () => {
  const refusal = async (word: string): Promise<unknown> => {
    fake.refuse.set('chat.postMessage', word);
    const error: unknown = await send({ kind: 'held', message: 'held' }).catch((thrown: unknown) => thrown);
    fake.refuse.clear();
    expect(String(error)).not.toContain(BOT_TOKEN);
    return error;
  };
  expect(await refusal('ratelimited')).toMatchObject({ consequence: { kind: 'later', after: 7000 } });
  expect(await refusal('invalid_blocks')).toMatchObject({ consequence: { kind: 'never' } });
  expect(String(await refusal('not_in_channel'))).toContain('invite the app to the channel');
  const { refuse: _refuse, ...elsewhere } = { ...fake, api: 'http://127.0.0.1:1/api/' };
  const failed = notifierOf(elsewhere).send(
    { lane: 'a.b', number: 1, at: 0, kind: 'drift', message: '', page: true },
    { signal, memory },
  );
  await expect(failed).rejects.toThrow(/^Slack cannot be asked/);
});

test('a refusal that repeats the token is told without it', async () => {
  const echo = await startReceiver(() => ({ body: { ok: false, error: `who is ${BOT_TOKEN}` } }));
  try {
    const notifier = notifierOf({ api: `${echo.url}/` });
    const sent = notifier.send(notificationOf(), { signal, memory: undefined });
    await expect(sent).rejects.toThrow('Slack refuses: who is ***');
  } finally {
    await echo.stop();
  }
});
