import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LaneList, LaneView } from '../../api/wire/lane.ts';
import type { ReleasePage, ReleaseView } from '../../api/wire/release.ts';
import type { ApiServer } from '../../api/server.ts';
import { releaseInput } from '../workflow/inputs.ts';
import { storeReport } from '../../activities/archive/store.ts';
import type { ReleaseEvent, ReleaseStatus } from '../../workflows/messages.ts';
import { until } from '../rigs/until.ts';
import { asking } from '../rigs/asking.ts';
import { APPROVED, heartbeat, QUICK, useApiRig } from './api-rig.ts';

const rig = useApiRig();
let api: ApiServer;
let workers: { stop: () => Promise<void> };
/** Whether workers are meant to answer. */
let served = true;
let services = 0;

beforeAll(async () => {
  workers = await rig().startWorkers();
  api = await rig().startApi();
});
afterAll(async () => {
  await api?.close();
  await workers?.stop();
});

const ask = asking<Body>(
  () => api.address,
  () => served,
);

/** Every field that some answer has. */
type Body = ReleaseView & ReleasePage & LaneList & LaneView & { code?: string };

/** A service of its own for one test, with `v1` adopted as live. */
async function lane(steps: string[], more?: string) {
  services += 1;
  const service = `shop-${services}`;
  const world = await rig().addService(service, steps, more);
  const adopted = await ask('POST', `/v1/lanes/${service}.production/adopt`, { slot: 'blue', version: 'v1' });
  expect(adopted).toEqual({ status: 200, body: { lane: `${service}.production`, state: 'adopted' } });
  return { world, service, lane: `${service}.production`, submit: { service, environment: 'production' } };
}

async function reaches(id: string, wanted: (view: ReleaseView) => boolean) {
  return until(`${id} to get there`, async () => {
    const { body } = await ask('GET', `/v1/releases/${id}`);
    return wanted(body) ? body : undefined;
  });
}

describe('a release', () => {
  test('is started, shown, followed and listed', async () => {
    const { submit, lane: name } = await lane(QUICK);
    const started = await ask('POST', '/v1/releases', { ...submit, version: 'v2', reason: 'new tax rules' });
    expect(started).toEqual({ status: 202, body: { id: `${name}.1`, state: 'running' } });
    const { id } = started.body;
    const stream = await (await fetch(`${api.address}/v1/releases/${id}/events`)).text();
    const numbers = [...stream.matchAll(/^id: (\d+)$/gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(numbers.map((_, index) => index + 1));
    expect(stream).toContain('"kind":"finished"');
    const { body: view } = await ask('GET', `/v1/releases/${id}`);
    expect(view).toMatchObject({ outcome: 'completed', actor: 'ann', reason: 'new tax rules', stale: false });
    expect(view.events).toBe(numbers.length);
    const { body: plan } = await ask('GET', `/v1/releases/${id}/plan`);
    expect(plan.steps.map(({ kind }) => kind)).toEqual(view.steps.map(({ kind }) => kind));
    const listed = await until('the list to have it', async () => {
      const { body } = await ask('GET', `/v1/releases?service=${submit.service}&outcome=completed`);
      return body.releases.length > 0 && body.releases;
    });
    expect(listed).toMatchObject([{ id, phase: 'finished', outcome: 'completed', version: 'v2' }]);
    const resumed = await fetch(`${api.address}/v1/releases/${id}/events`, {
      headers: { 'last-event-id': '3' },
    });
    expect((await resumed.text()).match(/^id: \d+$/m)?.[0]).toBe('id: 4');
  });

  test('nobody knows is 404 on every route, and changes nothing', async () => {
    const id = 'nobody.production.7';
    const act = { step: 0, token: '0.0', reason: 'why not' };
    for (const [method, path, body] of [
      ['GET', '', undefined],
      ['GET', '/plan', undefined],
      ['GET', '/report', undefined],
      ['GET', '/evidence', undefined],
      ['GET', '/events', undefined],
      ['POST', '/approve', act],
      ['POST', '/leave', act],
      ['POST', '/abort', {}],
    ] as const) {
      const answer = await ask(method, `/v1/releases/${id}${path}`, body);
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'release_not_found']);
    }
    expect((await ask('GET', '/v1/lanes/nobody.production')).body.code).toBe('lane_not_found');
  });

  test('that Temporal has forgotten is shown from the archive', async () => {
    const { folder } = rig().settings.archive;
    const { submit } = await lane(QUICK);
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
    const handle = rig().environment.client.workflow.getHandle(`release/${id}`);
    await handle.result();
    const forgotten = { ...(await handle.query<ReleaseStatus>('status')), id: 'forgotten.production.4' };
    const input = releaseInput([], {}, { id: forgotten.id, lane: 'forgotten.production', number: 4 });
    const events = await handle.query<ReleaseEvent[], [number]>('events', 0);
    const { id: old } = forgotten;
    await storeReport(folder, {
      schemaVersion: 1,
      id: old,
      input,
      status: forgotten,
      events,
      evidence: { blocks: [], calibrations: [], decisions: [], weights: [], course: {} },
    });
    expect((await ask('GET', `/v1/releases/${old}`)).body).toEqual({ ...forgotten, stale: false });
    expect((await ask('GET', `/v1/releases/${old}/plan`)).body).toEqual(input.plan);
    expect((await ask('GET', `/v1/releases/${old}/report`)).body).toMatchObject({ id: old, events });
    const stream = await (await fetch(`${api.address}/v1/releases/${old}/events`)).text();
    expect(stream.match(/^id: /gm)?.length).toBe(events.length);
    const listed = await ask('GET', '/v1/releases?service=forgotten');
    expect(listed.body.releases).toMatchObject([{ id: old, outcome: 'completed' }]);
    const act = await ask('POST', `/v1/releases/${old}/abort`, {});
    expect([act.status, act.body.code]).toEqual([409, 'act_not_possible']);
  });

  test('whose workflow is terminated from outside is shown as lost', async () => {
    const { submit } = await lane(APPROVED);
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
    await reaches(id, (view) => view.step === 2);
    await rig().environment.client.workflow.getHandle(`release/${id}`).terminate();
    expect(await reaches(id, (view) => view.phase === 'finished')).toMatchObject({ outcome: 'lost' });
    const stream = await (await fetch(`${api.address}/v1/releases/${id}/events`)).text();
    expect(stream).toContain('"outcome":"lost"');
  });

  test('shows the heartbeats of its watch', async () => {
    const { submit, world } = await lane(QUICK);
    world.finds = () => undefined;
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
    expect((await reaches(id, (view) => view.live !== undefined)).live).toEqual(heartbeat);
    await ask('POST', `/v1/releases/${id}/abort`, {});
    expect(await reaches(id, (view) => view.phase === 'finished')).toMatchObject({ cause: 'abort' });
    await rig().environment.client.workflow.getHandle(`release/${id}`).result();
    const late = await ask('POST', `/v1/releases/${id}/abort`, {});
    expect([late.status, late.body.code]).toEqual([409, 'act_not_possible']);
  });
});

describe('a busy lane', () => {
  test('refuses where its policy is to reject, and goes on', async () => {
    const { submit, lane: name } = await lane(APPROVED, 'onBusy: reject');
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
    const second = await ask('POST', '/v1/releases', { ...submit, version: 'v3' });
    expect([second.status, second.body.code]).toEqual([409, 'lane_busy']);
    const same = await ask('POST', '/v1/releases', { ...submit, version: 'v2' });
    expect(same).toEqual({ status: 200, body: { id, state: 'running' } });
    const adopt = await ask('POST', `/v1/lanes/${name}/adopt`, { slot: 'blue', version: 'v1' });
    expect([adopt.status, adopt.body.code]).toEqual([409, 'lane_not_idle']);
    expect((await ask('GET', `/v1/lanes/${name}`)).body).toMatchObject({ running: { id }, waiting: null });
  });

  test('queues by default', async () => {
    const { submit, lane: name } = await lane(APPROVED);
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
    const second = await ask('POST', '/v1/releases', { ...submit, version: 'v3' });
    expect(second).toEqual({ status: 202, body: { id: `${name}.2`, state: 'queued', behind: id } });
    const list = await until('the list of lanes', async () => {
      const { body } = await ask('GET', '/v1/lanes');
      return body.lanes.find((row) => row.lane === name && row.running !== null);
    });
    expect(list).toMatchObject({ service: submit.service, environment: 'production', running: { id } });
  });
});

describe('an Idempotency-Key', () => {
  test('makes a repeated submit answer as before, and another body a 422', async () => {
    const { submit } = await lane(QUICK);
    const key = { 'idempotency-key': 'build-7' };
    const first = await ask('POST', '/v1/releases', { ...submit, version: 'v2' }, key);
    await reaches(first.body.id, (view) => view.phase === 'finished');
    expect(await ask('POST', '/v1/releases', { version: 'v2', ...submit }, key)).toEqual(first);
    const other = await ask('POST', '/v1/releases', { ...submit, version: 'v3' }, key);
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    const bob = await ask(
      'POST',
      '/v1/releases',
      { ...submit, version: 'v2' },
      { ...key, 'sluice-actor': 'bob' },
    );
    expect(bob).toEqual({ status: 200, body: { id: first.body.id, state: 'live' } });
  });

  test('makes a repeated act count once, also after the release has moved on or ended', async () => {
    const { submit } = await lane(APPROVED.map((step) => step.replace('1s', '1h')));
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
    const { step, token } = await reaches(id, (view) => view.step === 2);
    const headers = { 'idempotency-key': 'click-1', 'sluice-actor': 'bob' };
    const approve = async (body: object) => ask('POST', `/v1/releases/${id}/approve`, body, headers);
    const first = await approve({ step, token });
    expect([first.status, first.body.approvals.length]).toEqual([200, 1]);
    await reaches(id, (view) => view.step > 2);
    expect((await approve({ step, token })).status).toBe(200);
    const other = await approve({ step, token, reason: 'another body' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    await ask('POST', `/v1/releases/${id}/abort`, {});
    await rig().environment.client.workflow.getHandle(`release/${id}`).result();
    expect((await approve({ step, token })).status).toBe(200);
  });
});

test('an act that is stale, by the author, or about nothing is refused', async () => {
  const { submit } = await lane(APPROVED);
  const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
  const { step, token } = await reaches(id, (view) => view.step === 2);
  const refuse = async (act: string, body: object, actor = 'bob') => {
    const answer = await ask('POST', `/v1/releases/${id}/${act}`, body, { 'sluice-actor': actor });
    return [answer.status, answer.body.code];
  };
  expect(await refuse('approve', { step: 1, token })).toEqual([409, 'stale_act']);
  expect(await refuse('approve', { step, token: '0.0' })).toEqual([409, 'stale_act']);
  expect(await refuse('approve', { step, token }, 'ann')).toEqual([403, 'approval_by_author']);
  expect(await refuse('resume', { step, token })).toEqual([409, 'act_not_possible']);
  expect(await refuse('retry', { step, token })).toEqual([409, 'act_not_possible']);
  expect(await reaches(id, () => true)).toMatchObject({ step, token, approvals: [] });
});

test('an extend moves the deadline, which is shown, and is refused where it is no duration or too long', async () => {
  const { submit } = await lane(APPROVED);
  const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
  const { step, token, deadline = 0 } = await reaches(id, (view) => view.step === 2);
  const extend = async (by: unknown, more = {}) =>
    ask('POST', `/v1/releases/${id}/extend`, { step, token, by, ...more });
  for (const by of ['30', 30, 'soon', '500ms', '31d', undefined]) {
    const answer = await extend(by);
    expect([by, answer.status, answer.body.code]).toEqual([by, 400, 'invalid_request']);
  }
  const { status, body } = await extend('30m', { reason: 'bob is on his way' });
  expect([status, body.deadline]).toEqual([200, deadline + 1_800_000]);
  expect(body.steps[2]).toMatchObject({ extended: 1_800_000 });
  expect((await extend('30m')).body.code).toBe('stale_act');
});

test('a rollback and a hotfix need a reason, say what they go to, and are refused with what is faster', async () => {
  const { submit, lane: name } = await lane(APPROVED.filter((step) => !step.startsWith('approve')));
  const back = async (body: object) => ask('POST', `/v1/lanes/${name}/rollback`, body);
  const hotfix = async (version: string, more: object = {}) =>
    ask('POST', '/v1/releases', { ...submit, version, kind: 'hotfix', ...more });
  expect((await back({})).body.code).toBe('reason_required');
  expect((await hotfix('v2')).body.code).toBe('reason_required');
  const now = await ask('POST', '/v1/releases', { ...submit, version: 'v2', now: true });
  expect([now.status, now.body.code]).toEqual([400, 'invalid_request']);
  const none = await back({ reason: 'it is slow' });
  expect([none.status, none.body.code]).toEqual([409, 'not_known_good']);

  const first = await hotfix('v2', { reason: 'prices are wrong' });
  expect(first).toEqual({ status: 202, body: { id: `${name}.1`, state: 'running' } });
  const busy = await back({ reason: 'it is slow' });
  expect([busy.status, busy.body.code]).toEqual([409, 'lane_busy']);
  const fast = await reaches(first.body.id, (view) => view.phase === 'finished');
  expect(fast).toMatchObject({ kind: 'hotfix', outcome: 'completed', reason: 'prices are wrong' });
  expect(fast.steps.map(({ kind }) => kind)).toEqual(['deploy', 'smoke', 'cutover', 'keep', 'retire']);

  await until('the lane to know', async () => (await ask('GET', `/v1/lanes/${name}`)).body.running === null);
  const second = await back({ reason: 'it is slow' });
  expect(second).toEqual({ status: 202, body: { id: `${name}.2`, state: 'running', version: 'v1' } });
  expect(await reaches(`${name}.2`, (view) => view.phase === 'finished')).toMatchObject({
    kind: 'rollback',
    outcome: 'completed',
  });
  const listed = await until('the list to have both', async () => {
    const { body } = await ask('GET', `/v1/releases?service=${submit.service}&phase=finished`);
    return body.releases.length === 2 && body.releases;
  });
  expect(listed.map(({ kind }) => kind)).toEqual(['rollback', 'hotfix']);
  const { good, past } = await until('the lane to know', async () => {
    const { body } = await ask('GET', `/v1/lanes/${name}`);
    return body.running === null && body;
  });
  expect(good).toEqual([{ version: 'v1', release: null, number: 1 }]);
  expect(past.map(({ kind }) => kind)).toEqual(['rollback', 'hotfix']);
});

test('pages follow each other without gap or repetition', async () => {
  const { submit } = await lane(QUICK);
  const ids: string[] = [];
  for (const version of ['v2', 'v3', 'v4']) {
    const { id } = (await ask('POST', '/v1/releases', { ...submit, version })).body;
    await reaches(id, (view) => view.phase === 'finished');
    await until('the lane to be idle', async () => {
      const { body } = await ask('GET', `/v1/lanes/${submit.service}.production`);
      return body.running === null;
    });
    ids.unshift(id);
  }
  await until('visibility to have all', async () => {
    const { body } = await ask('GET', `/v1/releases?service=${submit.service}&phase=finished`);
    return body.releases.length === 3;
  });
  const seen: string[] = [];
  let cursor: string | undefined = '';
  while (cursor !== undefined) {
    const { body } = await ask(
      'GET',
      `/v1/releases?service=${submit.service}&limit=1${cursor && `&cursor=${cursor}`}`,
    );
    seen.push(...body.releases.map((row) => row.id));
    cursor = body.next;
  }
  expect(seen).toEqual(ids);
});

test('with no worker an abort is taken, a submit is 503 and safe to repeat, and reading is stale', async () => {
  expect((await ask('GET', '/readyz')).status).toBe(200);
  const { submit } = await lane(APPROVED);
  const { id } = (await ask('POST', '/v1/releases', { ...submit, version: 'v2' })).body;
  await reaches(id, (view) => view.step === 2);
  const next = await lane(QUICK);
  served = false;
  await workers.stop();
  try {
    const { body: view } = await ask('GET', `/v1/releases/${id}`);
    expect(view).toMatchObject({ stale: true, version: 'v2', step: 2, traffic: { asked: 500 } });
    expect(view.steps.map(({ state }) => state)).toEqual([
      'done',
      'done',
      'running',
      'waiting',
      'waiting',
      'waiting',
    ]);
    const key = { 'idempotency-key': 'patient' };
    const submitted = await ask('POST', '/v1/releases', { ...next.submit, version: 'v2' }, key);
    expect([submitted.status, submitted.body.code]).toEqual([503, 'worker_unavailable']);
    expect((await ask('POST', `/v1/releases/${id}/abort`, { reason: 'now' })).status).toBe(202);
  } finally {
    workers = await rig().startWorkers();
    served = true;
  }
  expect(await reaches(id, (view) => view.phase === 'finished')).toMatchObject({ outcome: 'reverted' });
  const key = { 'idempotency-key': 'patient' };
  const repeated = await ask('POST', '/v1/releases', { ...next.submit, version: 'v2' }, key);
  expect([repeated.status, repeated.body.id]).toEqual([202, `${next.lane}.1`]);
});
