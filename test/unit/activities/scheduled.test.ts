import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WorkflowUpdateFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ActivityContext } from '../../../activities/context.ts';
import { createScheduleActivities } from '../../../activities/scheduled/change-schedule.ts';
import { createScheduledActivities } from '../../../activities/scheduled/scheduled.ts';
import type { ScheduledSubmit } from '../../../activities/scheduled/types.ts';
import type { ScheduleChange } from '../../../workflows/registry/schedule-types.ts';
import type { ScheduledInput } from '../../../workflows/scheduled-messages.ts';
import { nothing } from '../../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { madeSchedule } from '../../workflow/scripted-schedules.ts';
import { fakeClient } from '../api/fake-client.ts';
import { failed, type FakeSchedules } from '../api/fake-schedules.ts';
import { contextOf, environment, fakeWorld, perform, type FakeWorld } from './world.ts';

const service = (more = ''): string => `service: shop
environments:
  production:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    ${more}
    steps: [deploy, cutover]
`;
const input: ScheduledInput = {
  schemaVersion: 1,
  lane: 'shop.production',
  name: 'nightly',
  version: 'latest',
  cron: '30 2 * * *',
  timeZone: 'UTC',
  origin: 'file',
  createdBy: 'service file',
};

let folder: TemporaryFolder;
let world: FakeWorld;
let temporal: FakeSchedules;
let submitted: unknown[];
let refused: Error | undefined;

beforeEach(async () => {
  folder = await temporaryFolder('scheduled');
  world = fakeWorld();
  temporal = { kept: [], told: [], requests: [], inputs: new Map() };
  submitted = [];
  refused = undefined;
});
afterEach(async () => folder.remove());

function context(): ActivityContext {
  const client = fakeClient({
    schedules: temporal,
    update: async (_update, [said]) => {
      submitted.push(said);
      if (refused !== undefined) throw refused;
      return { state: 'running', id: 'shop.production.1', existing: false };
    },
  });
  const schedules = { definitions: folder.path, dataFolder: folder.path, taskQueue: 'test' };
  return { ...contextOf(world), client: () => client, schedules };
}

async function define(more?: string): Promise<void> {
  await writeFile(join(folder.path, 'shop.yaml'), service(more));
}

describe('the version', () => {
  const find = async (of: Partial<ScheduledInput> = {}) =>
    perform(environment(), createScheduledActivities(context()).findScheduled, { ...input, ...of });

  test('that is fixed is taken as it is', async () => {
    expect(await find({ version: 'v7' })).toEqual({ version: 'v7' });
  });

  test('is what the command of the service file prints', async () => {
    await define("latest: { command: { run: 'echo v8 4f2c1e0' } }");
    expect(await find()).toEqual({ version: 'v8', revision: '4f2c1e0' });
  });

  test.each([
    ['no source', '', 'definite', /shop\.production has no `latest`/],
    ['a file with mistakes', 'onBusy: never', 'definite', /shop cannot be released: .*onBusy/],
    [
      'a command that fails',
      'latest: { command: { run: \'sh -c "echo no such tag >&2; exit 3"\' } }',
      undefined,
      /The command for the newest version .*no such tag/s,
    ],
    [
      'a command that prints no version',
      "latest: { command: { run: 'echo -n' } }",
      undefined,
      /"" is no version that could be released/,
    ],
  ])('cannot be found: %s', async (_what, more, type, message) => {
    await define(more);
    const { failure } = await find().then(
      () => ({ failure: undefined }),
      (error: unknown) => ({ failure: error }),
    );
    expect(failure).toMatchObject({
      message: expect.stringMatching(message),
      ...(type === undefined ? {} : { type, nonRetryable: true }),
    });
  });
});

describe('the submit', () => {
  const submit = async (more: Pick<ScheduledSubmit, 'notAfter' | 'authors'> = {}) =>
    perform(environment(), createScheduledActivities(context()).submitScheduled, {
      ...input,
      ...more,
      version: 'v8',
      revision: '4f2c1e0',
      key: 'scheduled/shop.production/nightly-1',
    });

  test('is answered as refused where the lane has no room for it, and fails by any other failure', async () => {
    await define();
    const refuse = (code: string): void => {
      refused = new WorkflowUpdateFailedError('refused', ApplicationFailure.nonRetryable('no', code));
    };
    for (const code of ['audit_behind', 'lane_busy']) {
      refuse(code);
      expect(await submit()).toEqual({ state: 'refused', code, message: 'no' });
    }
    refuse('malformed');
    await expect(submit()).rejects.toBe(refused);
  });

  test('carries the plan of now, who asks and a key of its own', async () => {
    await define();
    expect(await submit()).toMatchObject({ state: 'running', id: 'shop.production.1' });
    expect(submitted).toMatchObject([
      {
        kind: 'release',
        version: 'v8',
        revision: '4f2c1e0',
        actor: 'schedule-nightly',
        source: 'schedule',
        key: 'scheduled/shop.production/nightly-1',
        plan: { service: 'shop', environment: 'production' },
      },
    ]);
    expect(submitted[0]).not.toHaveProperty('authors');
  });

  test('carries the people who are behind it', async () => {
    await define();
    await submit({ authors: ['ann', 'bob'] });
    expect(submitted).toMatchObject([
      { actor: 'schedule-nightly', authors: ['ann', 'bob'], reason: 'the schedule nightly, by ann and bob' },
    ]);
  });

  test('in a freeze waits as any release does, unless the file refuses that, by the code of its own', async () => {
    const all = { lanes: ['*@*'], reason: 'year end', start: 0, end: Date.now() + 3_600_000 };
    world.freezes = { ...nothing(), made: { freezes: [{ by: 'f1', owner: 'ann', ...all }], stop: null } };
    await define();
    expect(await submit()).toMatchObject({ state: 'running' });
    await define('startInFreeze: refuse');
    expect(await submit()).toMatchObject({
      state: 'refused',
      code: 'lane_frozen',
      message: expect.stringMatching(/year end/),
    });
    expect(submitted).toHaveLength(1);
  });

  test('that comes too late asks for nothing, however often it is tried', async () => {
    await define();
    expect(await submit({ notAfter: Date.now() - 1 })).toEqual({ state: 'late' });
    expect(submitted).toEqual([]);
    expect(await submit({ notAfter: Date.now() + 60_000 })).toMatchObject({ state: 'running' });
  });

  test('of a service that is in no file is a failure for good', async () => {
    await expect(submit()).rejects.toMatchObject({ type: 'definite', nonRetryable: true });
  });
});

describe('a run that was missed', () => {
  const which = { lane: 'shop.production', name: 'nightly' };
  const miss = async (run: string) =>
    perform(environment(), createScheduledActivities(context()).noteMissed, { ...which, run, why: 'late' });
  const shown = async () => perform(environment(), createScheduleActivities(context()).lookAtSchedule, which);

  beforeEach(() => {
    temporal.inputs = new Map();
    temporal.kept = [{ ...madeSchedule('nightly'), last: 60_000, runs: 3, missed: 2, paused: true }];
    temporal.ran = ['ran', 'late-1', 'late-2'];
  });

  test('is counted in its schedule, once, and is no run of it; what Temporal missed is counted with it', async () => {
    await miss('late-1');
    await miss('late-1');
    expect(await shown()).toEqual({ ...temporal.kept[0], runs: 2, missed: 3, last: 180_000 });
    await miss('late-2');
    expect(await shown()).toEqual({ ...temporal.kept[0], runs: 1, missed: 4, last: 60_000 });
    expect(temporal.told).toHaveLength(2);
  });

  test('is counted also where somebody else changes the schedule at that moment', async () => {
    const { inputs } = temporal;
    delete temporal.inputs;
    // Temporal leaves a change that comes second without a word.
    temporal.before = () => {
      if (temporal.told.length === 1 && inputs !== undefined) temporal.inputs = inputs;
    };
    await miss('late-1');
    expect(temporal.told).toHaveLength(2);
    expect(await shown()).toMatchObject({ missed: 3 });
  });

  test('of a schedule that is gone is no failure; what Temporal does not answer is tried again', async () => {
    temporal.before = () => {
      throw failed(14, 'unavailable');
    };
    await expect(miss('late-1')).rejects.toMatchObject({ code: 14 });
    temporal.kept = [];
    await miss('late-1');
  });
});

describe('what people do', () => {
  const change = async (act: ScheduleChange['act'], more: Partial<ScheduleChange> = {}) =>
    perform(environment(), createScheduleActivities(context()).changeSchedule, {
      lane: 'shop.production',
      name: 'nightly',
      act,
      actor: 'ann',
      note: 'by ann',
      requestId: 'r1',
      ...more,
    });
  const wanted = { version: 'v1', cron: '0 9 * * *', timeZone: 'UTC' };

  test('is asked of Temporal; a trigger by the same request at each try', async () => {
    temporal.kept = [madeSchedule('nightly')];
    for (const act of ['pause', 'resume', 'trigger', 'trigger', 'delete'] as const) {
      expect(await change(act)).toBe('done');
    }
    const id = 'schedule/shop.production/nightly';
    expect(temporal.told.filter((each) => !each.startsWith('update'))).toEqual(
      ['pause', 'resume', 'trigger', 'trigger', 'delete'].map((each) => `${each} ${id}`),
    );
    expect(temporal.requests?.slice(2)).toEqual(['r1', 'r1']);
  });

  test('who triggers one is noted in it before it runs, for as long as a run of it may begin', async () => {
    const triggers = [
      { by: 'eve', at: Date.now() - 700_000 },
      { by: 'bob', at: Date.now() - 60_000 },
    ];
    const id = 'schedule/shop.production/nightly';
    temporal.kept = [madeSchedule('nightly')];
    temporal.inputs?.set(id, { ...input, triggers });
    await change('trigger');
    expect(temporal.told).toEqual([`update ${id}`, `trigger ${id}`]);
    const noted = { ...input, triggers: [triggers[1], { by: 'ann', at: expect.any(Number) }] };
    expect(temporal.inputs?.get(id)).toEqual(noted);
  });

  test('a schedule is made, one that an earlier try made is taken for it, and no other', async () => {
    expect(await change('create', { wanted })).toBe('done');
    temporal.kept = [{ ...madeSchedule('nightly'), ...wanted }];
    expect(await change('create', { wanted })).toBe('done');
    expect(await change('create', { wanted: { ...wanted, version: 'v2' } })).toBe('there');
    expect(temporal.told).toEqual(['create schedule/shop.production/nightly']);
  });

  test.each<[string, number, ScheduleChange['act'], unknown]>([
    ['what is gone', 5, 'pause', 'gone'],
    ['what is gone already', 5, 'delete', 'done'],
  ])('%s is said', async (_what, code, act, said) => {
    temporal.before = () => {
      throw failed(code, 'not found');
    };
    expect(await change(act)).toBe(said);
  });

  test('what Temporal refuses is a failure for good, and what it does not answer is tried again', async () => {
    temporal.before = () => {
      throw failed(3, 'no such cron');
    };
    const refused = { type: 'invalid_request', nonRetryable: true, message: expect.stringMatching(/cron/) };
    await expect(change('create', { wanted })).rejects.toMatchObject(refused);
    temporal.before = () => {
      throw failed(14, 'unavailable');
    };
    await expect(change('pause')).rejects.not.toHaveProperty('nonRetryable');
  });

  test('how it stands is read, and that there is none', async () => {
    const { lookAtSchedule } = createScheduleActivities(context());
    const which = { lane: 'shop.production', name: 'nightly' };
    expect(await perform(environment(), lookAtSchedule, which)).toBeNull();
    const kept = { ...madeSchedule('nightly'), paused: true, note: 'by ann', missed: 2, runs: 3, skipped: 1 };
    temporal.kept = [kept];
    expect(await perform(environment(), lookAtSchedule, which)).toEqual(kept);
  });
});
