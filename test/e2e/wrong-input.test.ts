/** Wrong input over HTTP to a real daemon in front of a real Traefik: a problem with its code, and nothing changed. */
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import http from 'node:http';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../api/client.ts';
import type { LaneView } from '../../api/wire/lane.ts';
import type { FollowedRelease } from '../rigs/followed-release.ts';
import { startLane, type Change, type Lane } from '../rigs/lane.ts';
import { until } from '../rigs/until.ts';

/** A release that waits for a person, before any traffic. */
const approved: Change = [
  [['platform', 'process', 'instances'], 1],
  [['steps'], ['deploy', { approve: {} }, 'cutover', 'retire']],
];
const rejecting: Change = [...approved, [['onBusy'], 'reject']];
const id = 'sample.demo.2';
const submit = { service: 'sample', environment: 'demo', version: 'v2' };

let lane: Lane;
let release: FollowedRelease;
/** What an act on the release as it stands has to name. */
let present: { step: number; token: string };

beforeAll(async () => {
  lane = await startLane(rejecting);
  const headers = { 'idempotency-key': 'build-2', 'sluice-actor': 'ann' };
  // No worker of a busy machine may have answered in time; the same request is harmless then.
  await until('it to be taken', async () => (await post('/v1/releases', submit, headers)).status < 300);
  release = await lane.release('v2');
  const asks = await release.reaches('ask for an approval', ({ steps }) => steps[1]?.state === 'running');
  present = { step: asks.step, token: asks.token };
});

afterAll(async () => lane?.stop());

interface Answer {
  status: number;
  type: string;
  text: string;
}

interface Asked {
  method: 'GET' | 'POST';
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
}

interface Refusal extends Asked {
  status: number;
  code: string;
}

const wrong: Record<string, () => Refusal> = {
  'a release that nobody knows': () => get('/v1/releases/sample.demo.99', 404, 'release_not_found'),
  'an approval of a release that nobody knows': () =>
    send('/v1/releases/sample.demo.99/approve', present, 404, 'release_not_found'),
  'an abort of a release that nobody knows': () =>
    send('/v1/releases/sample.demo.99/abort', {}, 404, 'release_not_found'),
  'an id that is none': () => get('/v1/releases/..%2F..%2Fetc', 400, 'invalid_request'),
  'a service that no file has': () =>
    send('/v1/releases', { ...submit, service: 'ample' }, 404, 'service_not_found'),
  'an environment that the service has not': () =>
    send('/v1/releases', { ...submit, environment: 'prod' }, 404, 'environment_not_found'),
  'an approval for another step': () =>
    send(`/v1/releases/${id}/approve`, { ...present, step: present.step + 1 }, 409, 'stale_act'),
  'an approval of an earlier state': () =>
    send(`/v1/releases/${id}/approve`, { ...present, token: '1.0' }, 409, 'stale_act'),
  'an approval by the author': () => ({
    ...send(`/v1/releases/${id}/approve`, present, 403, 'approval_by_author'),
    headers: { 'sluice-actor': 'ann' },
  }),
  'an approval that names no state': () =>
    send(`/v1/releases/${id}/approve`, {}, 428, 'precondition_required'),
  'a second start in a busy lane': () => send('/v1/releases', { ...submit, version: 'v3' }, 409, 'lane_busy'),
  'a used Idempotency-Key with another body': () => ({
    ...send('/v1/releases', { ...submit, version: 'v3' }, 422, 'idempotency_key_reused'),
    headers: { 'idempotency-key': 'build-2', 'sluice-actor': 'ann' },
  }),
  'a body of 10 MB': () =>
    send('/v1/releases', { ...submit, reason: 'x'.repeat(10_000_000) }, 413, 'body_too_large'),
  'a body of 10 MB whose length is not announced': () => ({
    ...send('/v1/releases', { ...submit, reason: 'x'.repeat(10_000_000) }, 413, 'body_too_large'),
    headers: { 'transfer-encoding': 'chunked' },
  }),
  'a body that is cut off': () =>
    send('/v1/releases', '{"service":"sample","environment":"demo","version":"v3"', 400, 'malformed_json'),
  'a body that is no object': () => send('/v1/releases', '"v3"', 400, 'invalid_request'),
  'a key that is not known': () =>
    send('/v1/releases', { ...submit, version: 'v3', force: true }, 400, 'invalid_request'),
  'a page of another site': () => ({
    ...send(`/v1/releases/${id}/abort`, {}, 403, 'cross_site'),
    headers: { origin: 'https://shop.example' },
  }),
  'a page that the browser calls another site': () => ({
    ...send(`/v1/releases/${id}/abort`, {}, 403, 'cross_site'),
    headers: { 'sec-fetch-site': 'cross-site' },
  }),
  'a form of a web page': () => ({
    ...send(`/v1/releases/${id}/abort`, 'reason=now', 415, 'unsupported_media_type'),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  }),
  'another Host': () => ({
    ...send(`/v1/releases/${id}/abort`, {}, 421, 'host_not_allowed'),
    headers: { host: 'sluice.example' },
  }),
  'another Host that only looks': () => ({
    ...get(`/v1/releases/${id}`, 421, 'host_not_allowed'),
    headers: { host: 'sluice.example' },
  }),
};

test.each(Object.entries(wrong))('%s', async (_what, make) => {
  const { status, code, ...asked } = make();
  const before = await standing();
  const answer = await ask(asked);
  expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
  expect(problem.parse(JSON.parse(answer.text))).toMatchObject({ status, code });
  expect(await standing()).toEqual(before);
});

test('a second start where releases queue waits, and touches neither the running one nor the router', async () => {
  await lane.define(approved);
  try {
    const before = await standing();
    const answer = await post('/v1/releases', { ...submit, version: 'v3' });
    expect(answer.status).toBe(202);
    expect(JSON.parse(answer.text)).toEqual({ id: 'sample.demo.3', state: 'queued', behind: id });
    const after = await standing();
    expect(after.lane).toMatchObject({ waiting: { id: 'sample.demo.3', version: 'v3' } });
    expect({ ...after, lane: unmoved(after.lane) }).toEqual({ ...before, lane: unmoved(before.lane) });
  } finally {
    await lane.define(rejecting);
  }
});

test('the same approval by somebody else, for the present state and from here, is taken', async () => {
  const { status } = await post(`/v1/releases/${id}/approve`, present, { 'sluice-actor': 'bob' });
  expect(status).toBe(200);
  await release.reaches('go on', ({ steps }) => steps[1]?.state === 'done');
});

/** A lane without what a submit that waits changes: it is numbered, it is an act, and the lane has moved on by it. */
function unmoved({
  waiting: _waiting,
  nextNumber: _nextNumber,
  audit: _audit,
  token: _token,
  ...rest
}: LaneView): Partial<LaneView> {
  return rest;
}

/** Everything that wrong input could have changed: lane, release, router and instances. */
async function standing() {
  const client = createClient(lane.rig.daemon.api, 'test');
  const { live: _live, ...view } = await client.release(id);
  return {
    lane: await client.lane('sample.demo'),
    release: view,
    router: await lane.read(),
    spawns: await readFile(join(lane.rig.records, 'spawns.log'), 'utf8'),
  };
}

const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number(),
  code: z.string(),
  detail: z.string().min(1),
  requestId: z.string(),
});

function get(path: string, status: number, code: string): Refusal {
  return { method: 'GET', path, status, code };
}

function send(path: string, body: unknown, status: number, code: string): Refusal {
  return { method: 'POST', path, body, status, code };
}

function post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  return ask({ method: 'POST', path, body, headers });
}

/**
 * One request as it is, with any header: no client of a library lets a test choose its Host and Origin. The whole body
 * is written, and a connection that breaks meanwhile is a failure.
 */
async function ask({ method, path, body, headers = {} }: Asked): Promise<Answer> {
  const { hostname, port } = new URL(lane.rig.daemon.api);
  const common = { 'content-type': 'application/json', 'sluice-actor': 'bob' };
  const request = http.request({ hostname, port, path, method, headers: { ...common, ...headers } });
  const answered = once(request, 'response');
  if (method === 'POST') request.write(typeof body === 'string' ? body : JSON.stringify(body));
  request.end();
  const response = z.tuple([z.instanceof(http.IncomingMessage)]).parse(await answered)[0];
  const type = (response.headers['content-type'] ?? '').split(';')[0] ?? '';
  return { status: response.statusCode ?? 0, type, text: await text(response) };
}
