import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createNotifier } from '../../providers/notifiers/index.ts';
import type { Memory, Notifier } from '../../providers/notifiers/notifier.ts';
import { Refusal } from '../../providers/notifiers/refusal.ts';
import type { ReleaseStatus } from '../../workflows/messages.ts';
import { startFakeGithub, type FakeGithub } from '../rigs/github/fake-github.ts';
import { SHA } from '../rigs/github/payloads.ts';
import { notificationOf, PUBLIC_URL } from '../rigs/notification.ts';
import { statusOf } from '../rigs/release-status.ts';

const { signal } = new AbortController();
const PAGE = `${PUBLIC_URL}/ui/releases/checkout.production.12`;
let github: FakeGithub;
let notifier: Notifier;

beforeEach(async () => {
  github = await startFakeGithub();
  notifier = make();
});
afterEach(async () => github.stop());

const starting = statusOf({
  phase: 'starting',
  sentence: 'reading the world',
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'running' },
    { kind: 'approve', label: 'approve', state: 'waiting' },
  ],
});
const approving: ReleaseStatus = {
  ...starting,
  phase: 'running',
  step: 1,
  token: '1.3',
  sentence: 'waits for 1 approval',
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'done' },
    { kind: 'approve', label: 'approve', state: 'running' },
  ],
};
const running: ReleaseStatus = {
  ...approving,
  step: 0,
  token: '0.1',
  steps: [
    { kind: 'deploy', label: 'deploy', state: 'running' },
    { kind: 'approve', label: 'approve', state: 'waiting' },
  ],
};
const completed: ReleaseStatus = {
  ...approving,
  phase: 'finished',
  outcome: 'completed',
  sentence: 'v2 serves',
};

describe('a release', () => {
  test('has one deployment with its statuses, and one check run that is edited in place', async () => {
    const memory = await play([starting, running, completed]);
    expect(github.refused).toEqual([]);
    expect(github.deployments).toMatchObject([
      { ref: SHA, environment: 'production', payload: { sluice: 'checkout.production.12' } },
    ]);
    expect(github.statuses.map(({ state }) => state)).toEqual(['queued', 'in_progress', 'success']);
    expect(github.statuses[0]?.log_url).toBe(PAGE);
    expect(github.checkRuns).toMatchObject([
      {
        name: 'Sluice / checkout@production',
        head_sha: SHA,
        status: 'completed',
        conclusion: 'success',
        details_url: PAGE,
        actions: [],
      },
    ]);
    expect(memory).toMatchObject({
      deployment: github.deployments[0]?.id,
      checkRun: github.checkRuns[0]?.id,
    });
    // One token for all of it.
    expect(github.taken.filter(({ path }) => path.endsWith('/access_tokens'))).toHaveLength(1);
  });

  test('leads nowhere where nobody has said how people reach the dashboard', async () => {
    const { publicUrl: _none, settings, ...rest } = contextOf(github);
    notifier = createNotifier({ ...CONFIG, on: [...CONFIG.on] }, { ...rest, github: settings });
    await play([starting]);
    expect([github.statuses[0]?.log_url, github.checkRuns[0]?.details_url]).toEqual([undefined, undefined]);
  });

  test('asks for a person with buttons that mean its state', async () => {
    await play([starting, approving]);
    expect(github.checkRuns).toMatchObject([
      {
        status: 'completed',
        conclusion: 'action_required',
        actions: [
          { label: 'Approve', identifier: 'approve:1:1.3' },
          { label: 'Abort', identifier: 'abort:1:1.3' },
        ],
      },
    ]);
  });

  test('goes on in another check run of the same name, since GitHub opens none again that has ended', async () => {
    await play([running, approving, { ...approving, token: '1.4' }]);
    // A worker that died has told nobody which check run it was.
    await play([running, completed]);
    expect(github.refused).toEqual([]);
    const told = github.checkRuns.map(({ name, status, conclusion }) => [name, status, conclusion]);
    const name = 'Sluice / checkout@production';
    expect(told).toEqual([
      [name, 'completed', 'action_required'],
      [name, 'completed', 'success'],
    ]);
    expect(github.checkRuns[0]?.actions?.[0]?.identifier).toBe('approve:1:1.4');
    expect(github.deployments).toHaveLength(1);
  });

  test('can be aborted by a button while it goes on by itself, and the check run says how else', async () => {
    await play([running]);
    expect(github.checkRuns).toMatchObject([
      { status: 'in_progress', actions: [{ label: 'Abort', identifier: 'abort:0:0.1' }] },
    ]);
    expect(github.checkRuns[0]?.output?.summary).toContain('`sluice release abort checkout.production.12`');
  });

  test('has no second deployment where the first attempt could not say that it made one', async () => {
    await play([starting]);
    await play([starting]);
    expect([github.deployments.length, github.checkRuns.length]).toEqual([1, 1]);
  });

  test('is told by its revision where that is a commit', async () => {
    await play([{ ...starting, revision: 'a'.repeat(40) }]);
    expect(github.deployments[0]?.ref).toBe('a'.repeat(40));
  });

  test('says nothing by an event that does not know how it stands', async () => {
    expect(await notifier.send({ ...event, lane: 'a.b' }, { signal, memory: undefined })).toBeUndefined();
    expect(github.taken).toEqual([]);
  });
});

describe('GitHub', () => {
  test('takes a token back, and a new one is asked for', async () => {
    await play([starting]);
    github.forgetTokens();
    await play([approving]);
    expect(github.statuses.map(({ state }) => state)).toEqual(['queued', 'in_progress']);
  });

  test.each([
    [
      { status: 403, headers: { 'retry-after': '60' } },
      { kind: 'later', after: 60_000 },
    ],
    [{ status: 422, body: 'No ref found' }, { kind: 'never' }],
    [{ status: 410 }, { kind: 'gone' }],
  ])('answers %o', async (trouble, consequence) => {
    github.meets(trouble);
    await expect(play([starting])).rejects.toMatchObject({ consequence });
  });

  test('counts the requests of an hour, and is asked again in the next', async () => {
    const reset = String(Math.floor(Date.now() / 1000) + 100);
    github.meets({ status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } });
    const error: unknown = await play([starting]).catch((thrown: unknown) => thrown);
    if (!(error instanceof Refusal) || error.consequence.kind !== 'later') throw error;
    expect(error.consequence.after).toBeGreaterThan(90_000);
  });

  test('knows nothing of it, for one because the App is not installed: that is tried again', async () => {
    github.meets({ status: 404 });
    const error: unknown = await play([starting]).catch((thrown: unknown) => thrown);
    expect(error).not.toBeInstanceOf(Refusal);
    expect(String(error)).toMatch(/GitHub answered 404 to POST/);
  });

  test('is not to be had with a key that is none, and the key is not repeated', async () => {
    github.environment['APP_KEY'] = 'no-such-key';
    const error: unknown = await play([starting]).catch((thrown: unknown) => thrown);
    expect(String(error)).toMatch(/not a private key/);
    expect(String(error)).not.toContain('no-such-key');
  });
});

test('without settings it says so once, and is off', async () => {
  const { settings: _none, ...rest } = contextOf(github);
  const alone = createNotifier({ ...CONFIG, on: [...CONFIG.on] }, rest);
  await expect(
    alone.send({ ...event, status: starting }, { signal, memory: undefined }),
  ).rejects.toMatchObject({
    consequence: { kind: 'gone' },
  });
});

const CONFIG = { kind: 'github', on: ['started'], repository: 'acme/checkout' } as const;
const event = notificationOf({ number: 1, kind: 'started', message: 'started', page: false });

function make(): Notifier {
  const { settings, ...rest } = contextOf(github);
  return createNotifier({ ...CONFIG, on: [...CONFIG.on] }, { ...rest, github: settings });
}

function contextOf({ settings, environment }: FakeGithub) {
  return { settings, environment, publicUrl: PUBLIC_URL, dataFolder: '', log: pino({ level: 'silent' }) };
}

async function play(statuses: ReleaseStatus[]): Promise<Memory | undefined> {
  let memory: Memory | undefined;
  for (const status of statuses) {
    memory = (await notifier.send({ ...event, status }, { signal, memory })) ?? memory;
  }
  return memory;
}
