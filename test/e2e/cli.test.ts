import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { addInterval, beginSums } from '../../analysis/calibration/stable-sums.ts';
import type { ApiServer } from '../../api/server.ts';
import { endProcess } from '../rigs/end-process.ts';
import { until } from '../rigs/until.ts';
import { createDoor } from '../workflow/scripted-watch.ts';
import { APPROVED, QUICK, useApiRig } from './api-rig.ts';

const main = fileURLToPath(new URL('../../cli/main.ts', import.meta.url));
const rig = useApiRig();
const running = new Set<ChildProcess>();
let api: ApiServer;
let workers: { stop: () => Promise<void> };
let services = 0;

beforeAll(async () => {
  workers = await rig().startWorkers();
  api = await rig().startApi();
});
afterEach(async () => {
  for (const child of running) await endProcess(child);
  running.clear();
});
afterAll(async () => {
  await api?.close();
  await workers?.stop();
});

/** The command while it runs, and what it has said so far. */
function start(...words: string[]) {
  const env = { ...process.env, SLUICE_SERVER: api.address, SLUICE_ACTOR: 'ann' };
  const child = spawn(process.execPath, [main, ...words], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  running.add(child);
  const said = { out: '', err: '' };
  child.stdout.on('data', (chunk) => (said.out += String(chunk)));
  child.stderr.on('data', (chunk) => (said.err += String(chunk)));
  const ended = once(child, 'close').then(([code]) => ({ code: Number(code), ...said }));
  return { said, ended };
}

async function sluice(...words: string[]) {
  return start(...words).ended;
}

/** A service of its own for one test, with `v1` adopted as live. */
async function lane(steps: string[], more?: string) {
  services += 1;
  const service = `cli-${services}`;
  const world = await rig().addService(service, steps, more);
  const name = `${service}@production`;
  const adopted = await until('a worker to answer', async () => {
    const answer = await sluice('lane', 'adopt', name, '--slot', 'blue', '--version', 'v1');
    return !answer.err.includes('[worker_unavailable]') && answer;
  });
  expect(adopted).toMatchObject({ code: 0, out: `adopted: v1 in blue is what ${name} serves\n` });
  return { world, name, id: `${service}.production.1` };
}

describe('release start --wait ends with', () => {
  test('0 when it completed, a line an event', async () => {
    const { name, id } = await lane(QUICK);
    const { code, out, err } = await sluice('release', 'start', name, 'v2', '--wait');
    expect([code, err]).toEqual([0, `${id} completed: v2 serves all traffic from green\n`]);
    expect(out).toMatch(/^\S+Z started {9}v2 to \S+ by ann$/m);
    expect(out).toMatch(/^\S+Z finished {8}completed: /m);
    const again = await sluice('release', 'start', name, 'v2', '--wait');
    expect(again).toMatchObject({ code: 0, out: `v2 is live already (${id}); nothing was started\n` });
  });

  test('1 when it was reverted', async () => {
    const { name, id, world } = await lane(QUICK);
    world.finds = () => ({ kind: 'fail', finding: 'harm', reason: 'errors', message: 'errors is worse' });
    const { code, err } = await sluice('release', 'start', name, 'v2', '--wait');
    expect(code).toBe(1);
    expect(err).toContain(`sluice release show ${id}`);
  });

  test('3 when it is held, with --stop-on-hold', async () => {
    const { name, id, world } = await lane(QUICK);
    world.finds = (request) =>
      request.bake === undefined
        ? undefined
        : { kind: 'inconclusive', reason: 'no data', message: 'no data' };
    const { code, err } = await sluice('release', 'start', name, 'v2', '--wait', '--stop-on-hold');
    expect(code).toBe(3);
    expect(err).toContain(`sluice release retry|promote|abort ${id}`);
  });

  test('4 when the lane refuses', async () => {
    const { name } = await lane(APPROVED, 'onBusy: reject');
    await sluice('release', 'start', name, 'v2');
    const { code, err } = await sluice('release', 'start', name, 'v3', '--wait');
    expect(code).toBe(4);
    expect(err).toContain('[lane_busy]');
  });

  test('5 when the time has passed, and the release goes on', async () => {
    const { name, id } = await lane(APPROVED);
    const { code, err } = await sluice('release', 'start', name, 'v2', '--wait', '--timeout', '2s');
    expect(code).toBe(5);
    expect(err).toContain(`sluice release watch ${id}`);
    expect((await sluice('release', 'show', id)).out).toMatch(/running .*s$/m);
  });

  test('2 when nothing answers', async () => {
    const { code, err } = await sluice('--server', 'http://127.0.0.1:1', 'release', 'list');
    expect(code).toBe(2);
    expect(err).toContain('[unreachable]');
  });
});

test('acts read step and token first, and are refused with 4 when they are stale', async () => {
  const { name, id } = await lane(APPROVED);
  await sluice('release', 'start', name, 'v2');
  const view = await until('the approval', async () => {
    const shown: { step: number; token: string } = JSON.parse(
      (await sluice('--json', 'release', 'show', id)).out,
    );
    return shown.step === 2 && shown;
  });
  const author = await sluice('release', 'approve', id);
  expect([author.code, author.err]).toEqual([4, expect.stringContaining('[approval_by_author]')]);
  const stale = await sluice('release', 'pause', id, '--step', '1', '--token', view.token);
  expect([stale.code, stale.err]).toEqual([4, expect.stringContaining('[stale_act]')]);
  expect(await sluice('release', 'pause', id)).toMatchObject({
    code: 0,
    out: expect.stringContaining('paused: '),
  });
  expect((await sluice('release', 'resume', id)).code).toBe(0);
  expect(await sluice('release', 'extend', id, '30m', '--reason', 'bob is on his way')).toMatchObject({
    code: 0,
    out: expect.stringMatching(
      /^extended: \S+ \(approve by 1 person; it ends at \S+Z at the latest, in 1h2\dm\S+\)$/m,
    ),
  });
  expect((await sluice('release', 'show', id)).out).toMatch(
    /approve by 1 person .* at most 1h2\dm\S+ to go {2}extended by 30m$/m,
  );
  expect((await sluice('--actor', 'bob', 'release', 'approve', id, '--reason', 'seen')).code).toBe(0);
  expect((await sluice('release', 'watch', id)).code).toBe(0);
  expect((await sluice('release', 'list', '--service', name.split('@')[0] ?? '')).out).toContain(id);
  expect((await sluice('lane', 'list')).out).toContain(name);
  expect((await sluice('lane', 'show', name)).out).toMatch(/^live +v2 in green$/m);
});

test('watch --json survives a restart of the API, and misses no event', async () => {
  const { name, id } = await lane(APPROVED);
  await sluice('release', 'start', name, 'v2');
  const watch = start('--json', 'release', 'watch', id);
  await until('the watch to see the approval step', () => watch.said.out.includes('"step":2'));
  await api.close();
  await until('the watch to notice', () => watch.said.out.includes('"state":"lost"'));
  api = await rig().startApi();
  await until('the watch to come back', () => watch.said.out.includes('"state":"back"'));
  await sluice('release', 'abort', id, '--reason', 'enough');
  const { code, out } = await watch.ended;
  expect(code).toBe(1);
  const numbers = out
    .trim()
    .split('\n')
    .flatMap((text) => {
      const { event }: { event?: { number: number } } = JSON.parse(text);
      return event === undefined ? [] : [event.number];
    });
  expect(numbers.length).toBeGreaterThan(5);
  expect(numbers).toEqual(numbers.map((_, index) => index + 1));
});

test('a rollback aborts what is under way with --now, and is done when the old version serves again', async () => {
  const { name, id } = await lane(APPROVED);
  await sluice('release', 'start', name, 'v2');
  const refused = await sluice('rollback', name, '--reason', 'it is slow');
  expect([refused.code, refused.err]).toEqual([
    4,
    expect.stringMatching(/sluice release abort \S+ brings all traffic back to v1, .* \[lane_busy\]$/m),
  ]);
  const done = await sluice('rollback', name, '--reason', 'it is slow', '--now', '--wait');
  expect(done).toMatchObject({
    code: 0,
    out: `${id.replace(/1$/, '2')} waits for ${id} to end: ${id} is aborted for it; v1 serves again then\n`,
    err: expect.stringContaining(`v1 is live, so ${id.replace(/1$/, '2')} had nothing to do`),
  });
  const { code, err } = await sluice('rollback', name);
  expect([code, err]).toEqual([2, expect.stringContaining("required option '--reason <text>'")]);
});

test('an abort of what is known good says that it changes nothing, and ends with 4', async () => {
  const { world, name, id } = await lane(QUICK);
  const door = createDoor();
  world.retires = door.pass;
  await sluice('release', 'start', name, 'v2');
  await until('the old slot to go', () => world.inside.has('retire'));
  const { code, err } = await sluice('release', 'abort', id);
  door.open();
  expect([code, err]).toEqual([4, expect.stringContaining(`sluice rollback ${name} --reason … goes back`)]);
  expect((await sluice('release', 'watch', id)).code).toBe(0);
});

test('a queued release is followed once its turn comes', async () => {
  const { name, id } = await lane(APPROVED);
  await sluice('release', 'start', name, 'v2');
  const second = start('release', 'start', name, 'v3', '--wait');
  await until('it to queue', () => second.said.err.includes(`waiting for ${id} to end`));
  await sluice('release', 'abort', id);
  await until('its turn', () => second.said.out.includes('started'));
  await sluice('release', 'abort', id.replace(/1$/, '2'));
  expect((await second.ended).code).toBe(1);
});

test('plan --measure forecasts what is live by what the daemon counts of it, and is refused with the reason', async () => {
  const { world, name } = await lane(QUICK);
  const files = ['--file', rig().settings.definitions];
  const measured = async () => sluice('plan', name, 'v2', ...files, '--measure', '2s');
  world.calibrates = () => {
    let sums = beginSums(1);
    for (let k = 0; k < 2160; k += 1) sums = addInterval(sums, { total: 500, bad: [k % 2] });
    return { errors: { by: 'history', sums, seen: 21_600_000, requests: 1_080_000 } };
  };
  const { code, out } = await measured();
  expect(code).toBe(0);
  expect(out).toMatch(/^with 50 requests a second {2}measured over 6h until \d\d:\d\d:\d\dZ$/m);
  expect(out).toMatch(/^errors {2}0.1 % bad, burst divisor [\d.]+ \(measured\)$/m);
  expect(world.calibrated.at(-1)).toMatchObject({ stable: 'blue', versions: { blue: 'v1' } });

  world.calibrates = () => ({
    errors: { by: 'watched', sums: [], seen: 0, requests: 0, lacking: 'nothing answers at its URL' },
  });
  const unread = await measured();
  expect([unread.code, unread.err]).toEqual([
    2,
    expect.stringContaining('errors: nothing answers at its URL'),
  ]);

  world.finds = () => undefined;
  const { id } = JSON.parse((await sluice('--json', 'release', 'start', name, 'v2')).out);
  const busy = await measured();
  expect([busy.code, busy.err]).toEqual([4, expect.stringContaining(`${id} runs in this lane`)]);
  await sluice('release', 'abort', id);

  const unknown = await rig().addService('cli-unknown', QUICK);
  const nowhere = await sluice('plan', 'cli-unknown@production', 'v2', ...files, '--measure', '2s');
  expect([nowhere.code, nowhere.err, unknown.calibrated]).toEqual([
    2,
    expect.stringContaining('nothing was ever released or adopted in cli-unknown.production'),
    [],
  ]);
});
