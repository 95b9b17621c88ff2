import { randomUUID } from 'node:crypto';
import { WorkflowFailedError } from '@temporalio/client';
import { ApplicationFailure } from '@temporalio/common';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SubmitAnswer } from '../../workflows/lane-messages.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { ScheduledResult } from '../../workflows/scheduled-messages.ts';
import type { scheduled } from '../../workflows/scheduled.ts';
import { scheduledStartTime } from '../../workflows/search-attributes.ts';
import { until } from '../rigs/until.ts';
import { useRig } from './environment.ts';
import { scheduledInput, scriptedSchedules } from './scripted-schedules.ts';

const rig = useRig();

beforeEach(() => {
  const { schedules } = rig();
  const { finds, submits } = scriptedSchedules();
  Object.assign(schedules, { finds, submits });
  schedules.asked.length = 0;
  schedules.missed.length = 0;
});

/** Begins a run, and lets the server's time pass as long as it needs. */
async function play(due?: Date): Promise<ScheduledResult> {
  const { client, prefix, started } = rig();
  const workflowId = `scheduled/shop.production/nightly-${randomUUID()}`;
  started.add(workflowId);
  const handle = await client.workflow.start<typeof scheduled>('scheduled', {
    workflowId,
    taskQueue: actQueue(prefix),
    args: [scheduledInput()],
    ...(due === undefined ? {} : { typedSearchAttributes: [{ key: scheduledStartTime, value: due }] }),
  });
  return handle.result();
}

/** What a run fails with, as Temporal tells it. */
async function failure(): Promise<unknown> {
  const ended: unknown = await play().catch((error: unknown) => error);
  if (!(ended instanceof WorkflowFailedError)) throw new Error('The run did not fail.');
  return ended.cause;
}

test('a run asks its lane for the version that it finds, under a key that is its own', async () => {
  const keys: string[] = [];
  rig().schedules.submits = async ({ lane, key, revision }) => {
    keys.push(key, revision ?? '');
    return { state: 'queued', id: `${lane}.2`, behind: `${lane}.1` };
  };
  rig().schedules.finds = async () => ({ version: 'v9', revision: '4f2c1e0' });
  expect(await play()).toEqual({
    version: 'v9',
    answer: { state: 'queued', id: 'shop.production.2', behind: 'shop.production.1' },
  });
  expect(rig().schedules.asked).toEqual(['find', 'submit v9']);
  expect(keys).toEqual([expect.stringMatching(/^scheduled\/shop\.production\/nightly-/), '4f2c1e0']);
});

test.each<SubmitAnswer>([
  { state: 'live', id: 'shop.production.1' },
  { state: 'refused', code: 'lane_busy', message: 'another one runs' },
  { state: 'refused', code: 'lane_frozen', message: 'frozen by f1' },
])('%j is a result', async (answer) => {
  rig().schedules.submits = async () => answer;
  expect(await play()).toEqual({ version: 'v9', answer });
});

test('a lane that is blocked is a failure, by which Temporal pauses the schedule', async () => {
  rig().schedules.submits = async () => ({ state: 'refused', code: 'lane_blocked', message: 'adopt it' });
  expect(await failure()).toMatchObject({ type: 'lane_blocked', message: 'adopt it' });
});

test('what cannot be found for good is a failure at once', async () => {
  rig().schedules.finds = async () => {
    throw ApplicationFailure.nonRetryable('there is no latest', 'definite');
  };
  expect(await failure()).toMatchObject({ cause: { message: 'there is no latest' } });
  expect(rig().schedules.asked).toEqual(['find']);
});

test('what fails once is tried again', async () => {
  let failing = 1;
  rig().schedules.finds = async () => {
    if (failing === 0) return { version: 'v9' };
    failing -= 1;
    throw new Error('the registry does not answer');
  };
  const run = play();
  await until('its first try', () => rig().schedules.asked.length > 0);
  await rig().skip('10s');
  expect(await run).toMatchObject({ version: 'v9' });
  expect(rig().schedules.asked).toEqual(['find', 'find', 'submit v9']);
});

describe('a run is missed, noted and no failure', () => {
  const WINDOW = 600_000;

  /** A time that is missed when so much more of the server's time has passed. */
  async function dueWith(left: number): Promise<Date> {
    return new Date((await rig().environment.currentTimeMs()) - WINDOW + left);
  }

  async function isMissed(run: Promise<ScheduledResult>, asked: string[]): Promise<void> {
    const why = expect.stringMatching(/^it was due at \S+Z, and could begin only \d+ minutes later$/);
    expect(await run).toEqual({ missed: why });
    const { schedules } = rig();
    expect(schedules.asked).toEqual(asked);
    const id = expect.stringMatching(/^scheduled\/shop\.production\/nightly-/);
    expect(schedules.missed).toEqual([{ lane: 'shop.production', name: 'nightly', run: id, why }]);
  }

  test('that no worker took up until long after its time, though Temporal began it', async () => {
    await isMissed(play(await dueWith(-1000)), []);
  });

  test('whose version is found too late', async () => {
    const { schedules } = rig();
    // By then 75 s have passed between the tries.
    schedules.finds = async () => {
      if (schedules.asked.length === 5) return { version: 'v9' };
      throw new Error('the registry does not answer');
    };
    const run = play(await dueWith(60_000));
    // Before it has begun, time would pass without it.
    await until('its first try', () => schedules.asked.length > 0);
    await rig().skip('2m');
    await isMissed(run, ['find', 'find', 'find', 'find', 'find']);
  });

  test('that could not ask its lane in time, which it was told', async () => {
    const due = await dueWith(60_000);
    let told: number | undefined;
    rig().schedules.submits = async ({ notAfter }) => {
      told = notAfter;
      return { state: 'late' };
    };
    await isMissed(play(due), ['find', 'submit v9']);
    expect(told).toBe(due.getTime() + WINDOW);
  });
});
