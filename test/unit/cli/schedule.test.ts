import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createApp } from '../../../api/app.ts';
import type { App } from '../../../api/routes/index.ts';
import { endOf } from '../../../cli/failure.ts';
import { createProgram } from '../../../cli/program.ts';
import { defaultSettings } from '../../../config/settings.ts';
import type { KeptSchedule } from '../../../workflows/registry/schedule-types.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';
import { madeSchedule } from '../../workflow/scripted-schedules.ts';
import { fakeClient } from '../api/fake-client.ts';

const service = `service: shop
environments:
  production:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    latest: { command: { run: ./newest.sh } }
    steps: [deploy, cutover]
  staging:
    platform: { process: { command: node server.js, instances: 1, port: env PORT, ready: /health } }
    router: { traefik: { file: dynamic/shop-staging.yaml, metrics: "http://127.0.0.1:8082/metrics" } }
    steps: [deploy, cutover]
`;

let folder: TemporaryFolder;
let app: App;
let server: string;
let kept: KeptSchedule[];
let asked: unknown[];
let answer: unknown;
let out: string;

beforeEach(async () => {
  folder = await temporaryFolder('cli-schedule');
  await writeFile(join(folder.path, 'shop.yaml'), service);
  kept = [];
  asked = [];
  out = '';
  answer = { state: 'kept', at: Date.UTC(2026, 9, 24, 12), schedule: madeSchedule('nightly') };
  const update = async (_name: string, [said]: unknown[]): Promise<unknown> => {
    asked.push(said);
    return answer;
  };
  app = await createApp({
    client: fakeClient({ update, schedules: { kept, told: [] } }),
    settings: { ...defaultSettings(folder.path), definitions: folder.path },
    freezes: freezeBook(),
    log: fastify().log,
    metrics: new Registry(),
  });
  server = await app.listen({ host: '127.0.0.1', port: 0 });
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    out += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await app.close();
  await folder.remove();
});

/** Runs the command; gives its exit status and its last words. */
async function schedule(...words: string[]): Promise<{ exitCode: number; message?: string; code?: string }> {
  const args = ['--server', server, '--actor', 'ann', 'schedule', ...words];
  return createProgram()
    .parseAsync(args, { from: 'user' })
    .then(
      () => ({ exitCode: 0 }),
      (error: unknown) => endOf(error),
    );
}

test('create sends when and what, and says when it runs next', async () => {
  const when = ['--cron', '30 2 * * *', '--time-zone', 'Europe/Berlin'];
  expect(await schedule('create', 'shop@production', 'nightly', ...when)).toEqual({ exitCode: 0 });
  const wanted = { cron: '30 2 * * *', timeZone: 'Europe/Berlin', version: 'latest' };
  expect(asked).toMatchObject([
    { act: 'create', actor: 'ann', lane: 'shop.production', name: 'nightly', wanted },
  ]);
  expect(out).toMatch(
    /^nightly runs next at:\n {2}2026-10-25 00:30 UTC {2}runs twice: the clocks go back, this is the first\n/,
  );
});

test('create of the latest version, where nothing says what that is, ends with 2 and the place to mend', async () => {
  const ended = await schedule('create', 'shop@staging', 'nightly', '--cron', '30 2 * * *');
  expect(ended).toMatchObject({ exitCode: 2, code: 'no_latest_version' });
  expect(ended.message).toContain(`${join(folder.path, 'shop.yaml')}:8:3: nothing says where the latest`);
  expect(asked).toEqual([]);
});

test('list shows each with what it did and missed, and its next runs with what the clocks do', async () => {
  expect(await schedule('list')).toEqual({ exitCode: 0 });
  expect(out).toBe('no schedules\n');
  out = '';
  kept.push(
    { ...madeSchedule('nightly'), missed: 3, last: Date.UTC(2026, 0, 2, 1, 30) },
    { ...madeSchedule('weekly'), paused: true, note: 'paused by bob' },
  );
  expect(await schedule('list')).toEqual({ exitCode: 0 });
  const [heading, nightly, weekly, ...next] = out.split('\n');
  expect(heading).toMatch(/^LANE +SCHEDULE +FROM +WHEN +ZONE +VERSION +STATE +LAST +MISSED +NEXT/);
  expect(nightly).toMatch(
    /^shop@production +nightly +api +30 2 \* \* \* +Europe\/Berlin +latest +runs +2026-01-02 01:30 UTC +3 +\d/,
  );
  expect(weekly).toMatch(/paused: paused by bob +– +0 +–/);
  expect(next.filter((line) => line !== '')).toHaveLength(1 + 5);
  out = '';
  await schedule('list', '--json');
  expect(JSON.parse(out)).toMatchObject({ schedules: [{ name: 'nightly', missed: 3 }, { name: 'weekly' }] });
});

test.each([
  ['pause', 'pause: nightly (runs)'],
  ['resume', 'resume: nightly (runs)'],
  ['trigger', 'trigger: nightly (runs)'],
  ['delete', 'nightly is deleted'],
])('%s carries the reason', async (act, said) => {
  expect(await schedule(act, 'shop@production', 'nightly', '--reason', 'why not')).toEqual({ exitCode: 0 });
  expect(asked).toMatchObject([{ act, lane: 'shop.production', name: 'nightly', reason: 'why not' }]);
  expect(out).toBe(`${said}\n`);
});

test('a refusal ends it with 4, a mistake with 2', async () => {
  answer = { state: 'refused', code: 'schedule_in_file', message: 'it stands in the service file' };
  const refused = { exitCode: 4, code: 'schedule_in_file', message: expect.stringContaining('service file') };
  expect(await schedule('delete', 'shop@production', 'nightly')).toMatchObject(refused);
  expect(await schedule('create', 'shop@production', 'nightly', '--cron', 'daily')).toMatchObject({
    exitCode: 2,
    code: 'invalid_request',
  });
});
