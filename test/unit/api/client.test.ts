import { once } from 'node:events';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createClient } from '../../../api/client.ts';
import { actCalls } from '../../../api/client/acts.ts';
import type { Ask } from '../../../api/client/ask.ts';
import { auditCalls } from '../../../api/client/audit.ts';
import { deliveryCalls } from '../../../api/client/deliveries.ts';
import { deploymentCalls } from '../../../api/client/deployments.ts';
import { doraCalls } from '../../../api/client/dora.ts';
import { freezeCalls } from '../../../api/client/freezes.ts';
import { laneCalls } from '../../../api/client/lanes.ts';
import { releaseCalls } from '../../../api/client/releases.ts';
import { scheduleCalls } from '../../../api/client/schedules.ts';
import { tokenCalls } from '../../../api/client/tokens.ts';
import type { App } from '../../../api/routes/index.ts';
import { wire } from '../../../api/wire/registry.ts';
import { baking } from '../cli/views.ts';
import { offlineApp } from './offline-app.ts';
import { documentOf, resolved, type OpenApi } from './openapi/document.ts';

/** What one call of the client asked, and by which schema it reads the answer. */
interface Asked {
  route: string;
  query: string[];
  body: string[];
  answer: string | undefined;
}

let app: App;
let document: OpenApi;
beforeAll(async () => {
  app = await offlineApp();
  document = await documentOf(app);
});
afterAll(async () => app.close());

const asked: Asked[] = [];
class Enough extends Error {}
/** Notes what is asked and goes no further. */
const ask: Ask = async <T>(schema: z.ZodType<T>, method: string, url: string, more = {}): Promise<T> => {
  const { data = {}, params = {} }: { data?: object; params?: object } = more;
  const answer = wire.get(schema)?.id;
  asked.push({ route: `${method} ${url}`, query: Object.keys(params), body: Object.keys(data), answer });
  return Promise.reject(new Enough());
};

const release = 'checkout.production.7';
const lane = 'checkout.production';
const seen = { step: 1, token: '1.2', reason: 'r' };
const calls: Record<string, () => Promise<unknown>> = {
  submit: async () =>
    releaseCalls(ask).submit({
      service: 'checkout',
      environment: 'production',
      version: 'v2',
      revision: 'r',
      committedAt: '2026-01-01',
      reason: 'r',
      kind: 'hotfix',
      now: true,
    }),
  releases: async () => releaseCalls(ask).releases({ service: 'checkout', limit: 1 }),
  release: async () => releaseCalls(ask).release(release),
  errorBounds: async () => releaseCalls(ask).errorBounds(release),
  evidence: async () => releaseCalls(ask).evidence(release),
  ...Object.fromEntries(
    (['approve', 'promote', 'pause', 'resume', 'retry', 'override-freeze', 'leave'] as const).map((act) => [
      `act ${act}`,
      async () => actCalls(ask).act(release, act, seen),
    ]),
  ),
  extend: async () => actCalls(ask).extend(release, { ...seen, by: '1m' }),
  abort: async () => actCalls(ask).abort(release, 'r'),
  lanes: async () => laneCalls(ask).lanes(),
  lane: async () => laneCalls(ask).lane(lane),
  traffic: async () => laneCalls(ask).traffic(lane, { watched: '2s', run: 'r' }),
  adopt: async () => laneCalls(ask).adopt(lane, { slot: 'blue', version: 'v1', reason: 'r' }),
  rollback: async () => laneCalls(ask).rollback(lane, { to: 'v1', reason: 'r', now: true }),
  audit: async () => auditCalls(ask).audit({ lane, limit: 1 }),
  auditChain: async () => auditCalls(ask).auditChain(lane),
  dora: async () => doraCalls(ask).dora({ service: 'checkout' }),
  tokens: async () => tokenCalls(ask).tokens({ name: 'ci', state: 'active' }),
  createToken: async () =>
    tokenCalls(ask).createToken({
      name: 'ci',
      grants: [{ role: 'operator', lanes: ['checkout@*'] }],
      groups: ['sre'],
      expiresIn: '90d',
      reason: 'r',
    }),
  revokeToken: async () => tokenCalls(ask).revokeToken('ci', 'r'),
  deployments: async () =>
    deploymentCalls(ask).deployments({ lane, repository: 'acme/shop', state: 'waiting' }),
  'answerDeployment approve': async () => deploymentCalls(ask).answerDeployment('7', 'approve', 'r'),
  'answerDeployment reject': async () => deploymentCalls(ask).answerDeployment('7', 'reject', 'r'),
  freezes: async () => freezeCalls(ask).freezes({ lane, state: 'frozen' }),
  freeze: async () =>
    freezeCalls(ask).freeze({ lanes: ['*@*'], reason: 'r', owner: 'ann', start: '', end: '', for: '8h' }),
  endFreeze: async () => freezeCalls(ask).endFreeze('f3', 'r'),
  stop: async () => freezeCalls(ask).stop('r', 'hold'),
  endStop: async () => freezeCalls(ask).endStop('r'),
  schedules: async () =>
    scheduleCalls(ask).schedules({ lane, service: 'checkout', environment: 'production' }),
  createSchedule: async () =>
    scheduleCalls(ask).createSchedule({ lane, name: 'nightly', schedule: { cron: '30 2 * * *' } }),
  'actOnSchedule pause': async () => scheduleCalls(ask).actOnSchedule(lane, 'nightly', 'pause', 'r'),
  'actOnSchedule resume': async () => scheduleCalls(ask).actOnSchedule(lane, 'nightly', 'resume', 'r'),
  'actOnSchedule trigger': async () => scheduleCalls(ask).actOnSchedule(lane, 'nightly', 'trigger', 'r'),
  'actOnSchedule delete': async () => scheduleCalls(ask).actOnSchedule(lane, 'nightly', 'delete', 'r'),
  deliveries: async () => deliveryCalls(ask).deliveries({ lane, release, state: 'failing' }),
  retryDeliveries: async () => deliveryCalls(ask).retryDeliveries(),
  testNotifiers: async () => deliveryCalls(ask).testNotifiers(lane),
};

test.each(Object.entries(calls))(
  '%s asks a documented route, and reads its documented answer',
  async (_, call) => {
    asked.length = 0;
    await expect(call()).rejects.toBeInstanceOf(Enough);
    const [{ route, query, body, answer } = { route: '', query: [], body: [], answer: '' }] = asked;
    const [method = '', url = ''] = route.split(' ');
    const found = Object.entries(document.paths).find(
      ([path, methods]) =>
        methods[method.toLowerCase()] !== undefined &&
        new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(url),
    );
    const operation = found?.[1][method.toLowerCase()];
    if (operation === undefined) throw new Error(`${route} is no documented route.`);
    const parameters = (operation.parameters ?? [])
      .filter((each) => each.in === 'query')
      .map(({ name }) => name);
    expect(parameters).toEqual(expect.arrayContaining(query));
    const said = resolved(document, operation.requestBody?.content['application/json']?.schema);
    expect(Object.keys(said?.properties ?? {})).toEqual(expect.arrayContaining(body));
    if (answer === undefined) return;
    const { 200: done, 201: made, 202: taken } = operation.responses;
    expect(nameOf((done ?? made ?? taken)?.content?.['application/json']?.schema.$ref)).toBe(answer);
  },
);

test('these are all calls of a client but that which follows', () => {
  const { follow: _, ...own } = createClient('http://127.0.0.1:1', 'ann');
  expect(new Set(Object.keys(calls).map((name) => name.split(' ')[0]))).toEqual(new Set(Object.keys(own)));
});

describe('a list is read to its end, page by page', () => {
  const lists = {
    lanes: async (of: Ask) => laneCalls(of).lanes(),
    tokens: async (of: Ask) => tokenCalls(of).tokens({ state: 'active' }),
    deployments: async (of: Ask) => deploymentCalls(of).deployments({ state: 'waiting' }),
    schedules: async (of: Ask) => scheduleCalls(of).schedules({ lane }),
    freezes: async (of: Ask) => freezeCalls(of).freezes({ lane }),
    deliveries: async (of: Ask) => deliveryCalls(of).deliveries({ lane }),
  };

  test.each(Object.entries(lists))('%s', async (rows, list) => {
    const sent: unknown[] = [];
    const pages = [{ [rows]: ['a', 'b'], next: 'c1' }, { [rows]: ['c'], next: 'c2' }, { [rows]: ['d'] }];
    const paged: Ask = async <T>(_schema: z.ZodType<T>, _method: string, _url: string, more = {}) => {
      sent.push(more);
      // What the schema makes of a page is not looked at here.
      return z.custom<T>().parse(pages[sent.length - 1]);
    };
    expect(await list(paged)).toEqual({ [rows]: ['a', 'b', 'c', 'd'] });
    const [first, ...others] = sent;
    expect(others).toMatchObject([{ params: { cursor: 'c1' } }, { params: { cursor: 'c2' } }]);
    expect(first).toEqual({ params: expect.not.objectContaining({ cursor: expect.anything() }) });
  });
});

test('follow reads the documented stream, and goes on after the last event when the connection was lost', async () => {
  const began: string[] = [];
  const finished = baking({ id: release, phase: 'finished', outcome: 'completed', events: 1 });
  const event = { number: 1, at: 1, kind: 'started', message: 'it began' };
  const server = createServer(({ url, headers }, response) => {
    began.push(`${url} after ${String(headers['last-event-id'])}`);
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    if (began.length > 1) return response.end(`event: status\ndata: ${JSON.stringify(finished)}\n\n`);
    return response.write(`id: 1\nevent: event\ndata: ${JSON.stringify(event)}\n\n`, () =>
      response.destroy(),
    );
  });
  try {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = z.object({ port: z.number() }).parse(server.address());
    const client = createClient(`http://127.0.0.1:${port}`, 'ann');
    const came: string[] = [];
    for await (const each of client.follow(release, new AbortController().signal)) came.push(each.kind);
    expect(came).toEqual(['event', 'connection', 'connection', 'status']);
    expect(began).toEqual([
      `/v1/releases/${release}/events after undefined`,
      `/v1/releases/${release}/events after 1`,
    ]);
    expect(Object.keys(document.paths)).toContain('/v1/releases/{id}/events');
  } finally {
    server.close();
  }
});

function nameOf(reference: string | undefined): string | undefined {
  return reference?.slice(reference.lastIndexOf('/') + 1);
}
