/** Schedules of a real daemon with its embedded Temporal begin releases on a real Traefik, and obey people. */
import { Client, Connection } from '@temporalio/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { scheduleId } from '../../activities/scheduled/temporal.ts';
import { createClient, type ApiClient } from '../../api/client.ts';
import type { ScheduleView } from '../../api/wire/schedule.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
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
const which = { lane: 'sample.demo', name: 'yearly' };

let lane: Lane;
let client: ApiClient;
let connection: Connection;

beforeAll(async () => {
  lane = await startLane(definition);
  client = createClient(lane.rig.daemon.api, 'ann');
  const record = await readRecord(embeddedLayout(lane.rig.dataFolder).record);
  connection = await Connection.connect({ address: `127.0.0.1:${record?.port ?? 0}` });
});
afterAll(async () => {
  await connection?.close();
  await lane?.stop();
});

/** Waits until the schedule is shown so. */
async function shows(what: string, is: (view: ScheduleView) => boolean): Promise<ScheduleView> {
  return until(what, async () => {
    const { schedules } = await client.schedules();
    return schedules.find((view) => view.name === which.name && is(view));
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
    headers: { 'content-type': 'application/json', 'idempotency-key': key, 'sluice-actor': 'ann' },
    body: JSON.stringify({ reason }),
  });
  return [response.status, await response.json()];
}

test('by the clock it begins a release of the newest version; then it is paused, run by hand, and let go on', async () => {
  const inFile = await shows('the schedule of the service file', () => true);
  expect(inFile).toMatchObject({ origin: 'file', version: 'latest', runs: 0, next: { length: 5 } });
  const temporal = new Client({ connection });
  await temporal.schedule
    .getHandle(scheduleId(which))
    .update(({ spec: _spec, ...same }) => ({ ...same, spec: { intervals: [{ every: '1s' }] } }));

  const id = 'sample.demo.2';
  await until('the release', () => client.release(id).catch(() => undefined));
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
    requestId: 'r',
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
  const own = { lane: 'sample.demo', name: 'own' };
  await client.createSchedule({ ...own, schedule: { cron: '0 9 * * 1-5', version: 'v1' } });
  await client.actOnSchedule(own.lane, own.name, 'delete', 'nobody needs it');
  expect((await client.schedules()).schedules.map(({ name }) => name)).toEqual(['yearly']);

  const { acts } = await until('the audit', async () => {
    const page = await client.audit({ lane: 'registry' });
    return page.acts.length === 7 ? page : undefined;
  });
  const done = acts.map(({ act: what, reason, subject }) => [what, subject, reason]).toReversed();
  const yearly = 'schedule yearly of sample.demo';
  expect(done).toEqual([
    ['schedule-paused', yearly, 'the night'],
    ['schedule-triggered', yearly, 'by hand'],
    ['schedule-triggered', yearly, 'by hand'],
    ['schedule-resumed', yearly, ''],
    ['schedule-paused', yearly, 'it is enough'],
    ['schedule-created', 'schedule own of sample.demo', ''],
    ['schedule-deleted', 'schedule own of sample.demo', 'nobody needs it'],
  ]);
  await release.stop();
}, 120_000);
