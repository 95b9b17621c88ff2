import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import type { App } from '../../../../api/routes/index.ts';
import { isErrorCode } from '../../../../api/errors.ts';
import { HOST, offlineApp } from '../offline-app.ts';
import { documentOf, operationsOf, type OpenApi, type Operation } from './document.ts';

const objectSchema = z.object({ properties: z.record(z.string(), z.unknown()) });

let app: App;
let document: OpenApi;
const operations = (): [string, Operation][] => operationsOf(document);
beforeAll(async () => {
  app = await offlineApp();
  document = await documentOf(app);
});
afterAll(async () => app.close());

test('is OpenAPI 3.1, and every reference in it leads somewhere', () => {
  expect(document.openapi).toBe('3.1.0');
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"/]+)/g)];
  expect(references.length).toBeGreaterThan(10);
  for (const [, name] of references) expect(Object.keys(document.components.schemas)).toContain(name);
});

test('every parameter of a path is described', () => {
  for (const [route, { parameters = [] }] of operations()) {
    const named = [...route.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    const described = parameters.filter((each) => each.in === 'path').map(({ name }) => name);
    expect([route, described]).toEqual([route, named]);
  }
});

test('every route has a summary, and its errors are problem+json with known codes', () => {
  for (const [route, { summary, responses }] of operations()) {
    expect([route, summary]).toEqual([route, expect.stringMatching(/\w/)]);
    for (const [status, { description, content }] of Object.entries(responses)) {
      if (Number(status) < 400) continue;
      expect(Object.keys(content ?? {})).toEqual(['application/problem+json']);
      for (const part of description.split('; ')) expect(isErrorCode(part.split(':')[0])).toBe(true);
    }
  }
});

test('every route has an id of its own, and says what may come before it has begun', () => {
  const ids = operations().map(([, { operationId }]) => operationId);
  expect(new Set(ids).size).toBe(ids.length);
  for (const [route, { responses, 'x-sluice-role': role }] of operations()) {
    const told = Object.values(responses).flatMap(({ description }) => description.split('; '));
    const codes = told.map((each) => each.split(':')[0]);
    const always = role === 'signed' ? ['internal'] : ['internal', 'cross_site', 'host_not_allowed'];
    const common = route.startsWith('POST') ? [...always, 'malformed_json', 'body_too_large'] : always;
    expect([route, codes]).toEqual([route, expect.arrayContaining(common)]);
  }
});

test('every POST takes an idempotency key, and says who acts and by what', () => {
  // What only answers others, and what is signed, changes nothing twice by itself.
  const others = /^POST \/v1\/(?:hooks\/|call-ins\/(?:flagger\/|\w+\/(?:check|approve|halt)$))/;
  const posts = operations().filter(([route]) => route.startsWith('POST') && !others.test(route));
  expect(posts.length).toBeGreaterThan(10);
  for (const [, { parameters = [] }] of posts) {
    const headers = parameters.filter((each) => each.in === 'header').map(({ name }) => name);
    const always = ['sluice-actor', 'idempotency-key', 'sluice-source', 'sluice-break-glass'];
    expect(headers.filter((name) => name !== 'if-match')).toEqual(always);
  }
});

test('no route takes a URL, a plan or a command: nobody can have something fetched or run by asking', () => {
  const bodies = Object.entries(document.components.schemas).filter(([name]) => name.endsWith('BodyInput'));
  expect(bodies.map(([name]) => name.replace('Input', '')).toSorted()).toEqual([
    'ActBody',
    'AdoptBody',
    'EmptyBody',
    'ExtendBody',
    'FlaggerBody',
    'FreezeBody',
    'GateBody',
    'OptionalReasonBody',
    'ReasonBody',
    'RollbackBody',
    'ScheduleBody',
    'StopBody',
    'SubmitBody',
    'TokenBody',
  ]);
  const said = bodies.flatMap(([, body]) => Object.keys(objectSchema.parse(body).properties));
  expect(new Set(said)).toEqual(
    new Set([
      'start',
      'running',
      'owner',
      'overrideFreeze',
      'lanes',
      'for',
      'end',
      'by',
      'committedAt',
      'environment',
      'checksum',
      'kind',
      'lane',
      'metadata',
      'name',
      'namespace',
      'expiresIn',
      'grants',
      'groups',
      'now',
      'phase',
      'reason',
      'revision',
      'schedule',
      'service',
      'slot',
      'step',
      'to',
      'token',
      'version',
    ]),
  );
});

test('what the framework cannot take is the mistake of the caller', async () => {
  const long = await app.inject({ url: `/v1/releases/${'a'.repeat(300)}`, headers: { host: HOST } });
  expect([long.statusCode, long.json<{ code: string }>().code]).toEqual([400, 'invalid_request']);
});
