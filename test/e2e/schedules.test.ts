/** Schedules of a real daemon with its embedded Temporal begin releases on a real Traefik, obey people, and say what they missed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, Connection, type ScheduleHandle } from '@temporalio/client';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { scheduleId } from '../../activities/scheduled/temporal.ts';
import { createClient, type ApiClient } from '../../api/client.ts';
import type { ScheduleView } from '../../api/wire/schedule.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';
import type { scheduled } from '../../workflows/scheduled.ts';
import { scheduledStartTime } from '../../workflows/search-attributes.ts';
import { followRelease } from '../rigs/followed-release.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { until } from '../rigs/until.ts';

// No time of it comes while the test runs: it is changed below to one that comes each second.
const definition: Change = [
  [['platform', 'process', 'instances'], 1],
  [['latest'], { command: { run: 'echo v2 4f2c1e0' } }],
  [['schedules'], { yearly: { cron: '0 0 1 1 *', timeZone: 'Europe/Berlin' } }],
  [['steps'], ['deploy', { approve: { deadline: '1h' } }, 'cutover', 'retire']],
];
const HOUR = 3_600_000;
/** The shortest that Temporal has, in milliseconds. */
const CATCH_UP = 10_000;
const which = { lane: 'sample.demo', name: 'yearly' };

let lane: Lane;
let client: ApiClient;
let connection: Connection;
let temporal: Client;
/** The schedule that missed a run. */
let missing = '';
/** Counts tries, so that each makes things of its own. */
let tries = 0;

beforeAll(async () => {
  lane = await startLane(definition);
  client = createClient(lane.rig.daemon.api, 'ann');
  const { port } = await server();
  connection = await Connection.connect({ address: `127.0.0.1:${port}` });
  temporal = new Client({ connection });
});
afterAll(async () => {
  await connection?.close();
  await lane?.stop();
});

beforeEach(() => {
  tries += 1;
});

/** The embedded server. */
async function server(): Promise<{ pid: number; port: number }> {
  const record = await readRecord(embeddedLayout(lane.rig.dataFolder).record);
  if (record?.process === undefined) throw new Error('There is no record of the server.');
  return { pid: record.process.pid, port: record.port };
}

/** Waits until a schedule is shown so. */
async function shows(
  what: string,
  is: (view: ScheduleView) => boolean,
  name = which.name,
): Promise<ScheduleView> {
  return until(what, async () => {
    const { schedules } = await client.schedules();
    return schedules.find((view) => view.name === name && is(view));
  });
}

/** Runs so far, also those that were left out since the one before still went on. */
function fired({ runs, skipped }: ScheduleView): number {
  return runs + skipped;
}

/** Acts on the schedule under a key; answers the status and the body. */
async function act(name: string, key: string, reason: string): Promise<[number, unknown]> {
  const response = await fetch(`${lane.rig.daemon.api}/v1/schedules/sample.demo/yearly/${name}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'idempotency-key': `${key}-${tries}`,
      'sluice-actor': 'ann',
    },
    body: JSON.stringify({ reason }),
  });
  return [response.status, await response.json()];
}

/** As the file has it, and nothing runs: what a try before this one has left is taken back. */
async function beginAnew(): Promise<void> {
  await temporal.schedule.getHandle(scheduleId(which)).update(({ spec: _spec, state, ...same }) => ({
    ...same,
    spec: { cronExpressions: ['0 0 1 1 *'] },
    state: { ...state, paused: false },
  }));
  await until('an idle lane', async () => {
    const { running } = await client.lane(which.lane);
    if (running !== null) await client.abort(running.id, 'the test begins anew');
    return running === null;
  });
}

/** Lets a time of a schedule pass while the server stands still, and its catch-up window with it. Answers how many such times it took. */
async function passTime(handle: ScheduleHandle): Promise<number> {
  const { pid } = await server();
  for (let times = 1; ; times += 1) {
    const at = Math.ceil(Date.now() / 1000) * 1000 + 3000;
    await handle.update(({ spec: _spec, policies, ...same }) => ({
      ...same,
      spec: { intervals: [{ every: HOUR, offset: at % HOUR }] },
      policies: { ...policies, catchupWindow: CATCH_UP },
    }));
    // What it has not taken up before it stands still is a time that it never had.
    await until('the time to be taken up', async () => {
      const { info } = await handle.describe();
      return Date.now() >= at || info.nextActionTimes.some((next) => next.getTime() === at);
    });
    process.kill(pid, 'SIGSTOP');
    try {
      // On a busy machine it may have come before.
      if (Date.now() >= at) continue;
      await until('the end of the window', () => Date.now() > at + CATCH_UP + 1000, 120_000);
      return times;
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }
}

test('a time that Temporal stood still for, longer than it makes up for, is shown as missed and not run', async () => {
  missing = `late-${tries}`;
  const { lane: name } = which;
  await client.createSchedule({ lane: name, name: missing, schedule: { cron: '0 0 1 1 *', version: 'v1' } });
  const times = await passTime(temporal.schedule.getHandle(scheduleId({ lane: name, name: missing })));
  const { runs } = await shows('the miss', ({ missed }) => missed === 1, missing);
  expect(runs).toBeLessThan(times);
}, 240_000);

test('by the clock it begins a release of the newest version; then it is paused, run by hand, and let go on', async () => {
  const inFile = await shows('the schedule of the service file', () => true);
  expect(inFile).toMatchObject({ origin: 'file', version: 'latest' });
  await beginAnew();
  const told = (await client.audit({ lane: 'registry' })).acts.length;
  await shows('its next runs', ({ next }) => next.length === 5);
  await temporal.schedule
    .getHandle(scheduleId(which))
    .update(({ spec: _spec, ...same }) => ({ ...same, spec: { intervals: [{ every: '1s' }] } }));

  const { id } = await until('the release', async () => (await client.lane(which.lane)).running);
  const release = followRelease(lane.rig.daemon.api, id);
  const { version } = await release.reaches('wait for an approval', ({ approval }) => approval !== undefined);
  expect([version, release.events[0]]).toEqual([
    'v2',
    expect.objectContaining({ source: 'schedule', actor: 'schedule-yearly' }),
  ]);

  expect(await act('pause', 'p', 'the night')).toMatchObject([200, { paused: true, next: [] }]);
  const before = fired(await shows('the pause', ({ paused }) => paused));
  const first = await act('trigger', 't1', 'by hand');
  expect(first).toMatchObject([200, { paused: true }]);
  expect(await act('trigger', 't1', 'by hand')).toEqual(first);
  expect(await act('trigger', 't1', 'for another reason')).toMatchObject([422, {}]);
  // What a worker asks again, since it does not know that it was done, Temporal takes for what it is.
  const { namespace } = temporal.options;
  const again = {
    namespace,
    scheduleId: scheduleId(which),
    patch: { triggerImmediately: {} },
    requestId: `r-${tries}`,
  };
  await connection.workflowService.patchSchedule(again);
  await connection.workflowService.patchSchedule(again);
  expect(await act('trigger', 't2', 'by hand')).toMatchObject([200, {}]);
  const after = await shows('what was triggered', (view) => fired(view) >= before + 3);
  expect(fired(after)).toBe(before + 3);

  expect(await act('resume', 'r', '')).toMatchObject([200, { paused: false }]);
  await shows('the next run', (view) => fired(view) > before + 3);
  await act('pause', 'p2', 'it is enough');

  expect(await act('delete', 'd', '')).toMatchObject([409, { code: 'schedule_in_file' }]);
  const own = { lane: 'sample.demo', name: `own-${tries}` };
  await client.createSchedule({ ...own, schedule: { cron: '0 9 * * 1-5', version: 'v1' } });
  await client.actOnSchedule(own.lane, own.name, 'delete', 'nobody needs it');
  const left = (await client.schedules()).schedules.map(({ name }) => name);
  expect([left.includes(which.name), left.includes(own.name)]).toEqual([true, false]);

  const { acts } = await until('the audit', async () => {
    const page = await client.audit({ lane: 'registry' });
    return page.acts.length >= told + 7 ? page : undefined;
  });
  const newest = acts.slice(0, acts.length - told);
  const done = newest.map(({ act: what, reason, subject }) => [what, subject, reason]).toReversed();
  const yearly = 'schedule yearly of sample.demo';
  expect(done).toEqual([
    ['schedule-paused', yearly, 'the night'],
    ['schedule-triggered', yearly, 'by hand'],
    ['schedule-triggered', yearly, 'by hand'],
    ['schedule-resumed', yearly, ''],
    ['schedule-paused', yearly, 'it is enough'],
    ['schedule-created', `schedule ${own.name} of sample.demo`, ''],
    ['schedule-deleted', `schedule ${own.name} of sample.demo`, 'nobody needs it'],
  ]);
  await release.stop();
}, 120_000);

test('whoever made a schedule or triggers it is an author of what it releases', async () => {
  await beginAnew();
  const name = `authors-${tries}`;
  const schedule = { cron: '0 0 1 1 *', version: `v3-${tries}` };
  await client.createSchedule({ lane: which.lane, name, schedule });
  const bob = createClient(lane.rig.daemon.api, 'bob');
  await bob.actOnSchedule(which.lane, name, 'trigger', 'it is wanted now');
  const { id } = await until('the release', async () => (await client.lane(which.lane)).running);
  const asks = await until('the approval', async () => {
    const view = await client.release(id);
    return view.approval === undefined ? undefined : view;
  });
  const authors = ['ann', 'bob'];
  expect([asks.reason, asks.approval]).toMatchObject([
    `the schedule ${name}, by ann and bob`,
    { author: `schedule-${name}`, authors },
  ]);
  const { step, token } = asks;
  for (const of of [client, bob]) {
    await expect(of.act(id, 'approve', { step, token, reason: '' })).rejects.toMatchObject({
      code: 'approval_by_author',
    });
  }
  await client.abort(id, 'it is enough');
}, 90_000);

test('a run that a worker takes up long after its time begins nothing, and its schedule counts it', async () => {
  const { lane: of } = which;
  const name = `alone-${tries}`;
  const spec = { cron: '0 0 1 1 *', timeZone: 'UTC', version: 'v1' };
  const { createdBy, origin } = await client.createSchedule({ lane: of, name, schedule: spec });
  await client.actOnSchedule(of, name, 'pause', 'the night');
  const before = (await client.lane(of)).nextNumber;
  const input: ScheduledInput = { schemaVersion: 1, lane: of, name, ...spec, createdBy, origin };
  const due = new Date(Date.now() - 660_000);
  const result = await temporal.workflow.execute<typeof scheduled>('scheduled', {
    workflowId: `scheduled/${of}/${name}-late`,
    taskQueue: 'sluice-act',
    args: [input],
    typedSearchAttributes: [{ key: scheduledStartTime, value: due }],
  });
  expect(result).toEqual({ missed: expect.stringContaining(`it was due at ${due.toISOString()}`) });
  await shows('the miss', ({ missed, paused }) => missed === 1 && paused, name);
  expect((await client.lane(of)).nextNumber).toBe(before);
});

test('by then the daemon has counted what was missed, and warned of it', async () => {
  const line = `sluice_schedule_missed_runs{lane="sample.demo",schedule="${missing}"} 1`;
  await until('the metric', async () => {
    const answer = await fetch(`${lane.rig.daemon.api}/metrics`);
    return (await answer.text()).split('\n').includes(line);
  });
  const log = await readFile(join(lane.rig.folder, 'daemon.log'), 'utf8');
  const warned = log.split('\n').filter((text) => text.includes('are not made up for'));
  expect(warned.filter((text) => text.includes(missing))).toEqual([
    expect.stringContaining('1 runs of a schedule were missed'),
  ]);
}, 90_000);
