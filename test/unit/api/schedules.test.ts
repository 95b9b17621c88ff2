import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createApp } from '../../../api/app.ts';
import type { App } from '../../../api/routes/index.ts';
import { keepSchedules } from '../../../api/schedules/keep.ts';
import { lastSeen } from '../../../api/schedules/last-seen.ts';
import { reconciling } from '../../../api/schedules/reconcile.ts';
import type { ScheduleList } from '../../../api/wire/schedule.ts';
import { defaultSettings } from '../../../config/settings.ts';
import type { KeptSchedule } from '../../../workflows/registry/schedule-types.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { madeSchedule } from '../../workflow/scripted-schedules.ts';
import { fakeClient } from './fake-client.ts';
import { failed, type FakeSchedules } from './fake-schedules.ts';
import { HOST } from './offline-app.ts';

const service = `service: shop
environments:
  production:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    latest: { command: { run: ./newest.sh } }
    schedules: { nightly: { cron: '30 2 * * *', timeZone: Europe/Berlin } }
    steps: [deploy, cutover]
  qa:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop-qa.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    steps: [deploy, cutover]
`;
const inFile = { ...madeSchedule('nightly'), origin: 'file', createdBy: 'service file' } as const;

let folder: TemporaryFolder;
let app: App;
let temporal: FakeSchedules;
let metrics: Registry;
let asked: unknown[];
let answer: unknown;
let warned: string[];

beforeEach(async () => {
  folder = await temporaryFolder('schedules');
  await writeFile(join(folder.path, 'shop.yaml'), service);
  temporal = { kept: [], told: [] };
  metrics = new Registry();
  asked = [];
  warned = [];
  answer = { state: 'kept', at: Date.UTC(2026, 9, 24), schedule: madeSchedule('nightly') };
  app = await createApp(context());
});
afterEach(async () => {
  await app.close();
  await folder.remove();
});

function context(): Parameters<typeof createApp>[0] {
  const log = fastify().log;
  log.warn = (...words: unknown[]) => void warned.push(words.map(String).join(' '));
  return {
    client: fakeClient({
      schedules: temporal,
      update: async (update, [said]) => {
        asked.push({ update, said });
        return answer;
      },
    }),
    settings: { ...defaultSettings(folder.path), definitions: folder.path },
    freezes: freezeBook(),
    log,
    metrics,
  };
}

async function post(url: string, payload: object, more = {}): Promise<{ status: number; body: unknown }> {
  const headers = { host: HOST, 'content-type': 'application/json', 'sluice-actor': 'ann', ...more };
  const response = await app.inject({ method: 'POST', url, headers, payload });
  return { status: response.statusCode, body: response.json() };
}

/** Temporal does not answer in time for schedules of these names. */
const late =
  (...names: string[]) =>
  (id: string): void => {
    if (names.some((name) => id.endsWith(`/${name}`))) throw failed(4, 'too late');
  };

describe('over HTTP', () => {
  test('the list has the next five runs, what the clocks do to them, and what was missed', async () => {
    temporal.kept = [
      { ...madeSchedule('weekly'), paused: true, note: 'paused by ann' },
      { ...madeSchedule('nightly'), last: Date.UTC(2026, 0, 1), runs: 9, missed: 2, skipped: 1 },
    ];
    const list = await app.inject({ url: '/v1/schedules', headers: { host: HOST } });
    const [nightly, weekly] = list.json<ScheduleList>().schedules;
    expect(nightly).toMatchObject({ name: 'nightly', runs: 9, missed: 2, skipped: 1 });
    expect(nightly?.last).toBe(Date.UTC(2026, 0, 1));
    expect(nightly?.next.filter(({ clocks }) => clocks?.startsWith('does not run') !== true)).toHaveLength(5);
    expect(weekly).toMatchObject({ name: 'weekly', paused: true, note: 'paused by ann', next: [] });
  });

  test('one is made by the registry, which is told who asks and under which key', async () => {
    const schedule = { calendar: { at: '09:05' } };
    const body = { lane: 'shop.production', name: 'nightly', schedule, reason: 'quiet hours' };
    const made = await post('/v1/schedules', body, { 'idempotency-key': 'k' });
    expect(made).toMatchObject({ status: 201, body: { name: 'nightly', next: { length: 5 } } });
    const wanted = { cron: '5 9 * * *', timeZone: 'UTC', version: 'latest' };
    const who = { actor: 'ann', reason: 'quiet hours' };
    const said = { act: 'create', ...who, lane: 'shop.production', name: 'nightly', wanted };
    expect(asked).toMatchObject([{ update: 'act-on-schedule', said: { ...said, key: expect.any(String) } }]);
  });

  test('one of the latest version needs an environment that says where that is, one of a fixed version does not', async () => {
    const body = { lane: 'shop.qa', name: 'nightly', schedule: { cron: '30 2 * * *' } };
    const refused = await post('/v1/schedules', body);
    const told = `${join(folder.path, 'shop.yaml')}:9:3: nothing says where the latest version is at environments.qa; expected latest in the environment; add it there, or make the schedule with a fixed version`;
    expect(refused).toMatchObject({ status: 422, body: { code: 'no_latest_version', detail: told } });
    expect(asked).toEqual([]);
    const fixed = await post('/v1/schedules', { ...body, schedule: { cron: '30 2 * * *', version: 'v1' } });
    expect([fixed.status, asked.length]).toEqual([201, 1]);
  });

  test('a lane has at most 20 that people made: those of its file and of other lanes do not count, nor does a repeat', async () => {
    const body = (name: string) => ({ lane: 'shop.production', name, schedule: { cron: '30 2 * * *' } });
    const made = Array.from({ length: 20 }, (_, number) => madeSchedule(`s${number}`));
    temporal.kept = [inFile, { ...madeSchedule('far'), lane: 'shop.qa' }, ...made.slice(1)];
    expect(await post('/v1/schedules', body('s0'))).toMatchObject({ status: 201 });
    temporal.kept = [inFile, ...made];
    const refused = await post('/v1/schedules', body('s20'));
    expect(refused).toMatchObject({ status: 409, body: { code: 'too_many_schedules' } });
    expect(asked).toHaveLength(1);
    expect(await post('/v1/schedules', body('s0'))).toMatchObject({ status: 201 });
  });

  test('a page of which one cannot be looked at is refused, and never short', async () => {
    temporal.kept = [madeSchedule('nightly'), madeSchedule('weekly')];
    temporal.look = late('weekly');
    const list = await app.inject({ url: '/v1/schedules', headers: { host: HOST } });
    expect(list.json<{ code: string }>().code).toBe('temporal_unavailable');
  });

  test('what is answered comes from what the registry kept, so a repeat is answered alike', async () => {
    const first = await post('/v1/schedules/shop.production/nightly/delete', { reason: 'old' });
    expect(first).toMatchObject({ status: 200, body: { next: { length: 5 } } });
    expect(await post('/v1/schedules/shop.production/nightly/delete', { reason: 'old' })).toEqual(first);
    expect(asked).toMatchObject([{ said: { act: 'delete', reason: 'old', actor: 'ann' } }, {}]);
  });

  test.each(['pause', 'resume', 'trigger', 'delete'])('%s goes to the registry', async (act) => {
    expect(await post(`/v1/schedules/shop.production/nightly/${act}`, {})).toMatchObject({ status: 200 });
    expect(asked).toMatchObject([{ said: { act, lane: 'shop.production', name: 'nightly' } }]);
  });

  test('what the registry refuses is told by its code', async () => {
    answer = { state: 'refused', code: 'schedule_in_file', message: 'it stands in a file' };
    const refused = await post('/v1/schedules/shop.production/nightly/delete', {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'schedule_in_file' } });
    answer = { state: 'conflict' };
    const other = await post('/v1/schedules/shop.production/nightly/pause', {});
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
  });

  test.each([
    [{ schedule: { cron: '30 2 * * *' }, lane: 'shop.staging' }, 404, 'environment_not_found'],
    [{ schedule: { cron: '30 2 * *' } }, 400, 'invalid_request'],
    [{ schedule: {} }, 400, 'invalid_request'],
    [{ schedule: { cron: '30 2 * * *', timeZone: 'Mars/Base' } }, 400, 'invalid_request'],
    [{ schedule: { cron: '30 2 * * *' }, name: 'No' }, 400, 'invalid_request'],
  ])('%j is refused', async (more, status, code) => {
    const refused = await post('/v1/schedules', { lane: 'shop.production', name: 'nightly', ...more });
    expect(refused).toMatchObject({ status, body: { code } });
    expect(asked).toEqual([]);
  });
});

describe('Temporal is brought to what the service files say', () => {
  async function look(): Promise<string[]> {
    await keepSchedules(context())();
    return temporal.told;
  }

  test.each<[string, KeptSchedule[], string[]]>([
    ['what is not there is made', [], ['create schedule/shop.production/nightly']],
    ['what is as it should be stays', [inFile], []],
    ['what differs is changed', [{ ...inFile, version: 'v1' }], ['update schedule/shop.production/nightly']],
    [
      'what somebody made under its name is taken over',
      [madeSchedule('nightly')],
      ['update schedule/shop.production/nightly'],
    ],
  ])('%s', async (_what, kept, told) => {
    temporal.kept = kept;
    expect(await look()).toEqual(told);
  });

  test('what no file has any more goes after three looks, and what people made stays', async () => {
    temporal.kept = [inFile, { ...inFile, name: 'old' }, madeSchedule('own')];
    const reconcile = reconciling(context());
    await reconcile();
    await reconcile();
    expect(temporal.told).toEqual([]);
    await reconcile();
    expect(temporal.told).toEqual(['delete schedule/shop.production/old']);
  });

  test('a file that is away for two looks takes nothing away, and an empty folder never does', async () => {
    temporal.kept = [inFile, { ...inFile, lane: 'other.production' }];
    const reconcile = reconciling(context());
    const other = join(folder.path, 'other.yaml');
    for (let times = 0; times < 2; times += 1) {
      await reconcile();
      await reconcile();
      await writeFile(other, service.replaceAll('shop', 'other'));
      await reconcile();
      await rm(other);
    }
    await rm(join(folder.path, 'shop.yaml'));
    for (let looks = 0; looks < 4; looks += 1) await reconcile();
    expect(temporal.told.filter((each) => each.startsWith('delete'))).toEqual([]);
  });

  test('a file with mistakes takes nothing away', async () => {
    temporal.kept = [inFile, { ...inFile, lane: 'other.production' }];
    await writeFile(join(folder.path, 'other.yaml'), 'service: Other\n');
    expect(await look()).toEqual([]);
  });

  test('what was missed is warned of and counted, as is what is paused', async () => {
    temporal.kept = [
      { ...inFile, missed: 3 },
      { ...madeSchedule('own'), paused: true },
    ];
    await look();
    expect(warned).toEqual([
      expect.stringMatching(/3 runs of a schedule were missed, and are not made up for/),
    ]);
    const lines = (await metrics.metrics()).split('\n').filter((line) => line.startsWith('sluice_schedule'));
    expect(lines).toEqual([
      'sluice_schedule_missed_runs{lane="shop.production",schedule="nightly"} 3',
      'sluice_schedule_missed_runs{lane="shop.production",schedule="own"} 0',
      'sluice_schedule_paused{lane="shop.production",schedule="nightly"} 0',
      'sluice_schedule_paused{lane="shop.production",schedule="own"} 1',
    ]);
  });

  test('one that cannot be looked at waits, and stops no other', async () => {
    temporal.kept = [
      { ...inFile, version: 'v1' },
      { ...madeSchedule('own'), paused: true },
      madeSchedule('x'),
    ];
    const keep = context();
    const reconcile = reconciling(keep);
    temporal.look = late('x');
    await reconcile();
    temporal.look = late('nightly');
    await reconcile();
    expect(temporal.told).toEqual(['update schedule/shop.production/nightly']);
    await keepSchedules(keep)();
    expect(warned).toEqual([expect.stringMatching(/1 of the schedules cannot be looked at, and stay/)]);
  });

  test('one that Temporal refuses waits, and stops no other; where it does not answer the look ends', async () => {
    const gone = { ...inFile, name: 'gone' };
    temporal.kept = [{ ...inFile, version: 'v1' }, gone, { ...gone, name: 'old' }];
    const refusing = (code: number) => (change: string) => {
      if (!change.endsWith('/old')) throw failed(code, 'the schedule is too large');
    };
    temporal.before = refusing(3);
    const reconcile = reconciling(context());
    for (let looks = 0; looks < 3; looks += 1) await reconcile();
    expect(temporal.told).toEqual(['delete schedule/shop.production/old']);
    const refused = /a schedule was refused, and stays as it is: .*the schedule is too large/;
    expect(warned.filter((line) => refused.test(line))).toHaveLength(3);
    expect(warned).toContainEqual(
      expect.stringMatching(/a schedule could not be deleted: .*the schedule is too large/),
    );
    temporal.before = refusing(14);
    await expect(reconciling(context())()).rejects.toMatchObject({ cause: { code: 14 } });
  });

  test('of one that cannot be looked at, what was seen last counts until Temporal lists it no more', () => {
    const paused = { ...madeSchedule('own'), paused: true };
    const error = new Error('too late');
    const seen = lastSeen();
    const of = (looked: Parameters<typeof seen>[0]): string[] => seen(looked).map(({ name }) => name);
    expect(of({ schedules: [inFile, paused], unread: [] })).toEqual(['nightly', 'own']);
    for (let looks = 0; looks < 2; looks += 1) {
      const unread = [{ lane: paused.lane, name: 'own', error }];
      expect(seen({ schedules: [inFile], unread })).toEqual([inFile, paused]);
    }
    expect(of({ schedules: [inFile], unread: [] })).toEqual(['nightly']);
    expect(of({ schedules: [], unread: [{ lane: paused.lane, name: 'own', error }] })).toEqual([]);
  });

  test('no more than 20 are looked at at once, however many there are', async () => {
    temporal.kept = Array.from({ length: 50 }, (_, number) => madeSchedule(`s${number}`));
    let now = 0;
    let most = 0;
    temporal.look = async () => {
      most = Math.max(most, (now += 1));
      await setImmediate();
      now -= 1;
    };
    await reconciling(context())();
    expect(most).toBe(20);
  });

  test('what no worker took up in time is missed, too, and stays so when the schedule is changed', async () => {
    temporal.kept = [{ ...inFile, missed: 1, runs: 9, version: 'v1' }];
    const late = { count: 2, runs: ['a', 'b'] };
    temporal.inputs = new Map([['schedule/shop.production/nightly', { ...inFile, version: 'v1', late }]]);
    await look();
    expect(temporal.told).toEqual(['update schedule/shop.production/nightly']);
    expect(warned).toEqual([expect.stringMatching(/3 runs of a schedule were missed/)]);
    const list = await app.inject({ url: '/v1/schedules', headers: { host: HOST } });
    expect(list.json<ScheduleList>().schedules).toMatchObject([{ version: 'latest', missed: 3, runs: 7 }]);
  });

  test('a Temporal that refuses is warned of, and asked again later', async () => {
    temporal.before = () => {
      throw new Error('no');
    };
    await look();
    expect(warned).toEqual([expect.stringMatching(/could not be brought up to date/)]);
  });
});
