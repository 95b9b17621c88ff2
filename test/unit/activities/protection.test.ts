import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkflowNotFoundError } from '@temporalio/client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivityContext } from '../../../activities/context.ts';
import { createProtectionActivities } from '../../../activities/protection.ts';
import type { KnownFreezes } from '../../../config/freezes/judge-raise.ts';
import { createGithub } from '../../../providers/github/client.ts';
import { fakeClient } from '../api/fake-client.ts';
import { startFakeGithub, type FakeGithub } from '../../rigs/github/fake-github.ts';
import { SHA } from '../../rigs/github/payloads.ts';
import { PUBLIC_URL } from '../../rigs/notification.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { contextOf, environment, fakeWorld, perform } from './world.ts';

const LANE = 'checkout.staging';
const look = { lane: 'checkout.production', notFrozen: false, completed: LANE, sha: SHA, ref: 'v2' };

let folder: TemporaryFolder;
let running: { id: string; version: string } | null | undefined;

beforeEach(async () => {
  folder = await temporaryFolder('protection');
  running = undefined;
});
afterEach(async () => folder.remove());

describe('the last release of a commit', () => {
  test.each([
    ['by its version', { version: SHA, outcome: 'completed' }, undefined],
    ['by its revision', { version: '1.4.2', revision: SHA, outcome: 'completed' }, undefined],
    ['by a tag without a revision', { version: 'v2', outcome: 'completed' }, undefined],
    [
      'that was reverted',
      { version: SHA, outcome: 'reverted' },
      /^the last release of it in checkout@staging, checkout\.staging\.1, was reverted$/,
    ],
    [
      'by a name that is of another commit',
      { version: 'v2', revision: 'a'.repeat(40), outcome: 'completed' },
      /^no release of v2/,
    ],
    [
      'that is another one',
      { version: 'v3', outcome: 'completed' },
      /^no release of v2 \(4f2c1e0d9b8a\) has completed in checkout@staging$/,
    ],
  ])('%s', async (_what, release, missing) => {
    await archived([release]);
    expect((await missingOf()).join()).toMatch(missing ?? /^$/);
  });

  test('is the newest one, and one that still runs is newer', async () => {
    await archived([
      { version: SHA, outcome: 'reverted' },
      { version: SHA, outcome: 'completed' },
    ]);
    expect(await missingOf()).toEqual([]);
    running = { id: 'checkout.staging.3', version: SHA };
    expect(await missingOf()).toEqual(['checkout.staging.3 of it is still running in checkout@staging']);
    running = { id: 'checkout.staging.3', version: 'v9' };
    expect(await missingOf()).toEqual([]);
  });
});

test('a lane that is frozen, or of which that is not known, is waited for', async () => {
  const frozenBy = async (made: KnownFreezes['made']): Promise<string> => {
    const freezes = { known: async () => Promise.resolve({ made, calendars: [] }) };
    const { lookAtProtection } = activities({}, freezes);
    return (
      await perform(environment(), lookAtProtection, { ...look, completed: null, notFrozen: true })
    ).join();
  };
  expect(await frozenBy({ freezes: [], stop: null })).toBe('');
  const stop = { since: 1, actor: 'ann', reason: 'an incident' };
  expect(await frozenBy({ freezes: [], stop })).toContain('ann');
  expect(await frozenBy({ unknown: 'no worker answers' })).toContain('no worker answers');
});

describe('GitHub', () => {
  let github: FakeGithub;
  beforeEach(async () => {
    github = await startFakeGithub();
  });
  afterEach(async () => github.stop());

  const answer = {
    repository: 'acme/checkout',
    environment: 'production',
    run: '9001',
    comment: 'all there',
  };

  test('is led to what waits, where people reach the dashboard, and not to what is over', async () => {
    await reply(answer, { publicUrl: PUBLIC_URL });
    await reply({ ...answer, state: 'approved' }, { publicUrl: PUBLIC_URL });
    expect(github.reviews.map(({ comment }) => comment)).toEqual([
      `all there\n\n${PUBLIC_URL}/ui/calendar`,
      'all there',
    ]);
  });

  test('is told a comment, and an answer', async () => {
    await reply(answer);
    await reply({ ...answer, state: 'approved' });
    const told = { run: '9001', environment_name: 'production', comment: 'all there' };
    expect(github.reviews).toEqual([told, { ...told, state: 'approved' }]);
  });

  test.each([
    [422, true],
    [404, false],
    [502, false],
  ])('answers %i: final is %s', async (status, nonRetryable) => {
    github.meets({ status });
    const error: unknown = await reply(answer).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    expect(error instanceof Error && 'nonRetryable' in error && error.nonRetryable === true).toBe(
      nonRetryable,
    );
  });

  async function reply(
    said: Parameters<ReturnType<typeof activities>['answerProtection']>[0],
    reached: Pick<ActivityContext, 'publicUrl'> = {},
  ): Promise<void> {
    const client = createGithub(github.settings, github.environment);
    await perform(environment(), activities({ github: () => client }, {}, reached).answerProtection, said);
  }
});

function activities(
  world: Partial<ActivityContext['world']> = {},
  freezes: Partial<ActivityContext['freezes']> = {},
  reached: Pick<ActivityContext, 'publicUrl'> = {},
): ReturnType<typeof createProtectionActivities> {
  const context = contextOf(fakeWorld());
  const client = fakeClient({
    query: async (id) => {
      if (running === undefined) throw new WorkflowNotFoundError('there is none', id, undefined);
      return Promise.resolve({ running });
    },
  });
  return createProtectionActivities({
    ...context,
    ...reached,
    world: { ...context.world, ...world },
    freezes: { ...context.freezes, ...freezes },
    client: () => client,
    archiveFolder: folder.path,
  });
}

async function missingOf(): Promise<string[]> {
  return perform(environment(), activities().lookAtProtection, look);
}

/** Reports of finished releases, oldest first. */
async function archived(releases: { version: string; outcome: string; revision?: string }[]): Promise<void> {
  await mkdir(join(folder.path, LANE));
  const entries = releases.map(({ version, outcome }, index) => ({
    id: `${LANE}.${index + 1}`,
    lane: LANE,
    number: index + 1,
    version,
    outcome,
    sentence: '',
    actor: 'ann',
    startedAt: index,
    finishedAt: index + 1,
  }));
  await writeFile(
    join(folder.path, 'index.jsonl'),
    entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''),
  );
  for (const [index, { version, revision }] of releases.entries()) {
    const status = { version, ...(revision === undefined ? {} : { revision }) };
    await writeFile(join(folder.path, LANE, `${index + 1}.json`), JSON.stringify({ status }));
  }
}
