import { afterAll, beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { actCalls } from '../../../api/client/acts.ts';
import type { Ask } from '../../../api/client/ask.ts';
import { auditCalls } from '../../../api/client/audit.ts';
import { doraCalls } from '../../../api/client/dora.ts';
import { laneCalls } from '../../../api/client/lanes.ts';
import { releaseCalls } from '../../../api/client/releases.ts';
import type { App } from '../../../api/routes/index.ts';
import { wire } from '../../../api/wire/registry.ts';
import { HOST, offlineApp } from './offline-app.ts';

/** What one call of the client asked, and by which schema it reads the answer. */
interface Asked {
  route: string;
  query: string[];
  body: string[];
  answer: string | undefined;
}

interface Operation {
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Record<string, { schema: { $ref?: string } }> };
  responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
}
interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, { properties?: object }> };
}

let app: App;
let document: OpenApi;
beforeAll(async () => {
  app = await offlineApp();
  document = (await app.inject({ url: '/openapi.json', headers: { host: HOST } })).json<OpenApi>();
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
  act: async () => actCalls(ask).act(release, 'promote', seen),
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
    const said = nameOf(operation.requestBody?.content['application/json']?.schema.$ref);
    expect(Object.keys(document.components.schemas[said ?? '']?.properties ?? {})).toEqual(
      expect.arrayContaining(body),
    );
    if (answer === undefined) return;
    const { 200: done, 202: taken } = operation.responses;
    expect(nameOf((done ?? taken)?.content?.['application/json']?.schema.$ref)).toBe(answer);
  },
);

function nameOf(reference: string | undefined): string | undefined {
  return reference?.slice(reference.lastIndexOf('/') + 1).replace(/Input$/, '');
}
