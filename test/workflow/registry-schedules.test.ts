import { beforeEach, expect, test } from 'vitest';
import { actOnSchedule, readState, switchStop } from '../../workflows/registry-messages.ts';
import type { ScheduleAct, ScheduleRequest } from '../../workflows/registry/schedule-types.ts';
import { useRig } from './environment.ts';
import { startRegistry } from './registry-under-test.ts';
import { madeSchedule, scriptedSchedules } from './scripted-schedules.ts';
import { createDoor } from './scripted-watch.ts';

const rig = useRig();

beforeEach(() => {
  const { schedules } = rig();
  const { before } = scriptedSchedules();
  schedules.kept.clear();
  schedules.changes.length = 0;
  Object.assign(schedules, { before });
});

function request(act: ScheduleAct, more: Partial<ScheduleRequest> = {}): ScheduleRequest {
  const who = { actor: 'ann', source: 'cli', reason: 'for the night' } as const;
  return { ...who, lane: 'shop.production', name: 'nightly', act, ...more };
}

function keep(more: object = {}): void {
  rig().schedules.kept.set('shop.production/nightly', { ...madeSchedule('nightly'), ...more });
}

const wanted = { version: 'v1', cron: '0 9 * * *', timeZone: 'UTC' };

test('what is done to a schedule is an act with its actor, and how it was and is', async () => {
  const registry = await startRegistry(rig());
  const act = async (asked: ScheduleRequest) => registry.executeUpdate(actOnSchedule, { args: [asked] });
  const made = await act(request('create', { wanted }));
  expect(made).toMatchObject({ state: 'kept', schedule: { ...wanted, origin: 'api', createdBy: 'ann' } });
  const note = 'paused by ann: for the night';
  expect(await act(request('pause'))).toMatchObject({ schedule: { paused: true, note } });
  await act(request('pause'));
  await act(request('resume', { actor: 'bob', reason: '' }));
  await act(request('trigger'));
  expect(await act(request('delete'))).toMatchObject({ state: 'kept', schedule: { name: 'nightly' } });
  expect(rig().schedules.kept.size).toBe(0);
  const { acts } = await registry.query(readState);
  const subject = 'schedule nightly of shop.production';
  expect(acts).toMatchObject([
    { number: 1, act: 'schedule-created', actor: 'ann', source: 'cli', subject, after: wanted },
    { number: 2, act: 'schedule-paused', before: { paused: false }, after: { paused: true } },
    { number: 3, act: 'schedule-resumed', actor: 'bob', before: { paused: true }, after: { paused: false } },
    { number: 4, act: 'schedule-triggered', reason: 'for the night' },
    { number: 5, act: 'schedule-deleted', before: wanted },
  ]);
});

test('a repeat under the same key fires once, also while the first still goes on and when a try got lost', async () => {
  keep();
  const { schedules } = rig();
  let lost = 1;
  schedules.before = (change) => {
    if (change === undefined || lost === 0) return;
    lost -= 1;
    throw new Error('the answer got lost');
  };
  const registry = await startRegistry(rig());
  const asked = request('trigger', { key: 'k', bodyHash: 'b' });
  const ask = async (said: ScheduleRequest) => registry.executeUpdate(actOnSchedule, { args: [said] });
  const [first, second] = await Promise.all([ask(asked), ask(asked)]);
  expect(second).toEqual(first);
  expect(await ask(asked)).toEqual(first);
  expect(await ask({ ...asked, bodyHash: 'other' })).toEqual({ state: 'conflict' });
  const tries = schedules.changes.map(({ requestId }) => requestId);
  expect(tries).toHaveLength(2);
  expect(new Set(tries).size).toBe(1);
  expect((await registry.query(readState)).acts).toHaveLength(1);
  await ask(request('trigger', { key: 'k2', bodyHash: 'b' }));
  expect(new Set(schedules.changes.map(({ requestId }) => requestId)).size).toBe(2);
});

test.each<[string, () => void, ScheduleRequest, string]>([
  ['what is not there', () => undefined, request('trigger'), 'schedule_not_found'],
  [
    'a delete of what stands in a file',
    () => keep({ origin: 'file' }),
    request('delete'),
    'schedule_in_file',
  ],
  ['another one of the name', () => keep(), request('create', { wanted }), 'schedule_exists'],
])('%s is refused and not noted', async (_what, there, asked, code) => {
  there();
  const registry = await startRegistry(rig());
  expect(await registry.executeUpdate(actOnSchedule, { args: [asked] })).toMatchObject({ code });
  expect((await registry.query(readState)).acts).toEqual([]);
  expect(rig().schedules.changes).toEqual([]);
});

test('a few acts go on at once, one more is refused, and a stop is taken in meanwhile', async () => {
  keep();
  const door = createDoor();
  Object.assign(rig().schedules, { before: door.pass });
  const registry = await startRegistry(rig());
  const begin = async (reason: string) => {
    const args: [ScheduleRequest] = [request('trigger', { reason })];
    return registry.startUpdate(actOnSchedule, { args, waitForStage: 'ACCEPTED' });
  };
  const going: Awaited<ReturnType<typeof begin>>[] = [];
  try {
    for (let index = 0; index < 5; index += 1) going.push(await begin(`${index}`));
    const refused = {
      cause: { type: 'rate_limited', message: expect.stringContaining('5 acts on schedules go on') },
    };
    await expect(begin('5').then(async (handle) => handle.result())).rejects.toMatchObject(refused);
    const stop = { actor: 'ann', reason: 'fire', on: true };
    expect(await registry.executeUpdate(switchStop, { args: [stop] })).toMatchObject({ state: 'kept' });
  } finally {
    door.open();
  }
  for (const handle of going) expect(await handle.result()).toMatchObject({ state: 'kept' });
  expect(await registry.executeUpdate(actOnSchedule, { args: [request('pause')] })).toMatchObject({
    state: 'kept',
  });
});

test('the same one is made once', async () => {
  keep(wanted);
  const registry = await startRegistry(rig());
  const made = await registry.executeUpdate(actOnSchedule, { args: [request('create', { wanted })] });
  expect(made).toMatchObject({ state: 'kept', schedule: wanted });
  expect(rig().schedules.changes).toEqual([]);
});
