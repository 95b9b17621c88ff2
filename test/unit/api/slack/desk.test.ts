import { Client, Connection } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startServer, type ApiServer } from '../../../../api/server.ts';
import { defaultSettings, type Settings } from '../../../../config/settings.ts';
import type { SlackSettings } from '../../../../config/slack.ts';
import { releaseMessage } from '../../../../providers/notifiers/slack/message.ts';
import { PUBLIC_URL } from '../../../rigs/notification.ts';
import { readBlocks } from '../../../rigs/slack/blocks.ts';
import {
  APP_TOKEN,
  BOT_TOKEN,
  SIGNING_SECRET,
  startFakeSlack,
  type FakeSlack,
  type Shown,
} from '../../../rigs/slack/fake-slack.ts';
import { seen } from '../../../rigs/slack/posted.ts';
import { formOf, signed } from '../../../rigs/slack/send.ts';
import { statusOf } from '../../../rigs/release-status.ts';
import { until } from '../../../rigs/until.ts';
import { freezeBook } from '../../../rigs/freeze-book.ts';

const MINE = { SLUICE_TEST_BOT: BOT_TOKEN, SLUICE_TEST_SIGNING: SIGNING_SECRET, SLUICE_TEST_APP: APP_TOKEN };
const grants = [
  { role: 'operator', lanes: ['checkout@*'] } as const,
  { role: 'approver', lanes: ['checkout@*'] } as const,
].map((grant) => ({ ...grant, lanes: [...grant.lanes] }));
const NOW_TOKEN = '0.5';

let slack: FakeSlack;
let api: ApiServer;
/** Updates that reached the release, and what it answers. */
let asked: { name: string; act: Record<string, unknown> }[];
let signals: Record<string, unknown>[];
/** What the next act waits for. */
let gate: Promise<void>;

function settingsFor({ api: url }: FakeSlack, ways: Partial<SlackSettings>): Settings {
  const users = {
    U0ADA000001: { name: 'ada', grants, groups: ['oncall'] },
    'ben@example.com': { name: 'ben', grants, groups: [] },
    U0VIEWER001: { name: 'vic', grants: [{ role: 'viewer' as const, lanes: ['*@*'] }], groups: [] },
  };
  const base = { botToken: '${env:SLUICE_TEST_BOT}', api: url, users, groups: { S0PAYMENTS1: 'payments' } };
  const settings = defaultSettings('/nonexistent');
  settings.listen.port = 0;
  return { ...settings, publicUrl: PUBLIC_URL, slack: { ...base, ...ways } };
}

/** Temporal with one release in it, whose acts are noted. */
function temporal(): Client {
  return new Client({
    connection: Connection.lazy({ address: '127.0.0.1:1' }),
    interceptors: {
      workflow: [
        {
          // Who raises traffic is looked up in the registry.
          query: async () => ({ tokens: [], freezes: [], stop: null, acts: [] }),
          startUpdateWithStart: async ({
            updateName: name,
            updateArgs,
            workflowStartOptions: { workflowId },
          }) => {
            const act = Object.assign({}, ...updateArgs);
            asked.push({ name, act });
            const { lanes, reason, owner, start, end } = act;
            const freeze = {
              id: 'f1',
              lanes,
              reason,
              owner,
              start,
              end,
              createdBy: owner,
              createdAt: start,
              endedBy: null,
            };
            const success = { payloads: [defaultPayloadConverter.toPayload({ state: 'kept', freeze })] };
            return { workflowExecution: { workflowId }, updateId: 'fake', updateOutcome: { success } };
          },
          startUpdate: async ({ updateName: name, args }) => {
            const act = Object.assign({}, ...args);
            asked.push({ name, act });
            await gate;
            const success = { payloads: [defaultPayloadConverter.toPayload(statusOf({ phase: 'paused' }))] };
            return { updateId: 'fake', workflowRunId: 'fake', outcome: { success } };
          },
          signal: async ({ args }) => {
            signals.push(Object.assign({}, ...args));
          },
        },
      ],
    },
  });
}

async function serve(ways: Partial<SlackSettings>): Promise<ApiServer> {
  return startServer({
    client: temporal(),
    settings: settingsFor(slack, ways),
    freezes: freezeBook(),
    log: fastify().log,
    metrics: new Registry(),
  });
}

beforeAll(async () => {
  Object.assign(process.env, MINE);
  slack = await startFakeSlack();
  slack.people['U0BEN000001'] = { email: 'Ben@Example.com' };
  slack.people['U0STRANGER1'] = { email: 'ben@example.com', team: 'T0OTHER0001' };
  slack.userGroups['S0PAYMENTS1'] = ['U0BEN000001'];
  api = await serve({ signingSecret: '${env:SLUICE_TEST_SIGNING}' });
  slack.requestUrl = api.address;
});
afterAll(async () => {
  await api?.close();
  await slack?.stop();
  for (const name of Object.keys(MINE)) Reflect.deleteProperty(process.env, name);
});
beforeEach(() => {
  asked = [];
  signals = [];
  gate = Promise.resolve();
  slack.whispers.length = 0;
});

const steps = [{ kind: 'approve', label: 'approve', state: 'running' as const }];

function shown(): Shown {
  const { text, blocks } = releaseMessage(statusOf({ token: NOW_TOKEN, steps }));
  const message = {
    channel: slack.channel.id,
    ts: `1.${slack.messages.length}`,
    text,
    blocks: readBlocks(blocks),
  };
  slack.messages.push({ ...message, broadcast: false, edits: 0 });
  return message;
}

/** Waits until a message is as it has to be after an act. */
async function redrawn({ ts }: Shown, times = 1): Promise<void> {
  const message = await until('the message', () =>
    slack.messages.find((each) => each.ts === ts && each.edits === times),
  );
  expect(message.text).toContain('paused');
  expect(seen(message)).toContain(
    `*<${PUBLIC_URL}/ui/releases/checkout.production.12|checkout.production.12>*`,
  );
}

async function whispered(): Promise<string> {
  return until('an answer', () => slack.whispers[0]?.text);
}

describe('who clicks is', () => {
  test.each([
    ['somebody by their id, for a pause', 'U0ADA000001', 'pause', { actor: 'ada', groups: ['oncall'] }],
    [
      'the same for an approval',
      'U0ADA000001',
      'approve',
      { actor: 'ada', groups: ['oncall'], roles: ['viewer', 'operator', 'approver'] },
    ],
    [
      'somebody by e-mail, with their user group',
      'U0BEN000001',
      'approve',
      { actor: 'ben', groups: ['payments'] },
    ],
  ])('%s', async (_what, user, action, act) => {
    const message = shown();
    await slack.click(user, action, message);
    await redrawn(message);
    expect(asked).toEqual([
      { name: action, act: expect.objectContaining({ ...act, source: 'slack', step: 0, token: NOW_TOKEN }) },
    ]);
  });

  test.each([
    ['nobody whom the settings name', 'U0NOBODY001', /^You are nobody to Sluice/],
    ['somebody of another workspace with the same e-mail', 'U0STRANGER1', /^You are nobody to Sluice/],
    [
      'somebody without the role',
      'U0VIEWER001',
      /vic may not: it takes the role operator in checkout@production.*\(forbidden\)/,
    ],
  ])('refused: %s', async (_what, user, said) => {
    await slack.click(user, 'pause', shown());
    expect(await whispered()).toMatch(said);
    expect(asked).toEqual([]);
  });

  test('refused where Slack does not say who it is', async () => {
    slack.refuse.set('users.info', 'missing_scope');
    await slack.click('U0UNKNOWN01', 'pause', shown());
    expect(await whispered()).toMatch(
      /^Nothing was done, since Slack did not say who you are: Slack refuses: missing_scope/,
    );
    slack.refuse.clear();
    expect(asked).toEqual([]);
  });
});

test('a click that Slack tells of again acts once', async () => {
  const message = shown();
  await slack.click('U0ADA000001', 'pause', message, '2.same');
  await slack.click('U0ADA000001', 'pause', message, '2.same');
  await slack.click('U0ADA000001', 'pause', message, '2.other');
  await until('both acts', () => asked.length === 2);
  await redrawn(message, 2);
  expect(new Set(asked.map(({ act }) => act['key'])).size).toBe(2);
});

test('Slack is answered before anything is done', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  gate = promise;
  const message = shown();
  await slack.click('U0ADA000001', 'pause', message);
  await until('the act', () => asked.length > 0);
  expect(slack.messages.find(({ ts }) => ts === message.ts)?.edits).toBe(0);
  resolve();
  await redrawn(message);
});

test('an abort is a signal, taken at once and answered', async () => {
  await slack.click('U0ADA000001', 'abort', shown());
  expect(await whispered()).toBe(
    'The abort of checkout.production.12 was taken: its traffic goes back, unless it is known good by now.',
  );
  expect(signals).toEqual([expect.objectContaining({ actor: 'ada', source: 'slack' })]);
});

test('a freeze is made by an operator of all that it freezes', async () => {
  await slack.write('U0ADA000001', 'freeze checkout@* 2h incident');
  expect(await whispered()).toMatch(/^checkout@\* is frozen until <!date.*: freeze f1\./);
  expect(asked).toMatchObject([
    { name: 'create-freeze', act: { actor: 'ada', source: 'slack', reason: 'incident' } },
  ]);
  slack.whispers.length = 0;
  await slack.write('U0ADA000001', 'freeze *@* 2h incident');
  expect(await whispered()).toContain('(forbidden)');
  expect(asked).toHaveLength(1);
});

test('help and what is not understood are answered at once', async () => {
  expect(await slack.write('U0NOBODY001', 'help')).toContain('/sluice start SERVICE@ENVIRONMENT VERSION');
  expect(await slack.write('U0NOBODY001', 'start <b>')).toContain('&lt;b&gt; is not SERVICE@ENVIRONMENT');
});

describe('a request is not taken', () => {
  const fields = { user_id: 'U0ADA000001', text: 'help', response_url: `${'x'.repeat(5)}`, trigger_id: '1' };
  const body = formOf('commands', fields);
  const post = async (headers: Record<string, string>, path = 'commands'): Promise<[number, string]> => {
    const type = 'application/x-www-form-urlencoded';
    const answer = await fetch(`${api.address}/v1/slack/${path}`, {
      method: 'POST',
      headers: { 'content-type': type, ...headers },
      body,
    });
    return [answer.status, await answer.text()];
  };
  const now = Math.floor(Date.now() / 1000);

  test('without a signature, with a wrong one, or at another time', async () => {
    for (const headers of [
      {},
      signed(body, 'another secret'),
      signed(body, SIGNING_SECRET, now - 400),
      signed(body, SIGNING_SECRET, now + 400),
    ]) {
      expect(await post(headers)).toEqual([401, expect.stringContaining('signature_invalid')]);
    }
  });

  test('unless it is right, and then whatever its Host is', async () => {
    expect(await post({ ...signed(body, SIGNING_SECRET), 'x-slack-retry-num': '1' })).toEqual([
      200,
      expect.stringContaining('What you can write'),
    ]);
    const answer = await post(signed(body, SIGNING_SECRET), 'interactions');
    expect(answer).toEqual([400, expect.stringContaining('invalid_request')]);
  });
});

test('over Socket Mode it is all the same, and a connection that ends is made again', async () => {
  const other = await serve({ appToken: '${env:SLUICE_TEST_APP}' });
  slack.requestUrl = undefined;
  try {
    await until('a connection', () => slack.connections() === 1);
    expect(await slack.write('U0NOBODY001', 'help')).toContain('/sluice status');
    slack.refreshConnections();
    await until('its end', () => slack.connections() === 0);
    await until('another connection', () => slack.connections() === 1);
    const message = shown();
    await slack.click('U0ADA000001', 'approve', message);
    await redrawn(message);
    expect(asked[0]).toMatchObject({ name: 'approve', act: { actor: 'ada' } });
  } finally {
    await other.close();
    slack.requestUrl = api.address;
  }
  await until('no connection', () => slack.connections() === 0);
});

test('Slack found nothing wrong with any of it', () => {
  expect(slack.faults).toEqual([]);
});
