import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { liftFreeze, makeFreeze } from '../../../api/acts/freezes.ts';
import { createApp } from '../../../api/app.ts';
import type { Caller } from '../../../api/caller.ts';
import type { ApiContext } from '../../../api/context.ts';
import type { App } from '../../../api/routes/index.ts';
import type { FreezeList } from '../../../api/wire/freeze.ts';
import type { KnownFreezes } from '../../../config/freezes/judge-raise.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook, nothing } from '../../rigs/freeze-book.ts';
import { fakeClient } from './fake-client.ts';
import { HOST } from './offline-app.ts';

const HOUR = 3_600_000;
let app: App;
let context: ApiContext;
let known: KnownFreezes;
let asked: [update: string, said: unknown][];
let answer: unknown;

beforeEach(async () => {
  known = nothing();
  asked = [];
  context = {
    client: fakeClient({
      update: async (update, [said]) => {
        asked.push([update, said]);
        return answer;
      },
    }),
    settings: defaultSettings('/nonexistent'),
    freezes: freezeBook(() => known),
    log: fastify().log,
    metrics: new Registry(),
  };
  app = await createApp(context);
});
afterEach(async () => app.close());

async function post(
  url: string,
  payload: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { host: HOST, 'content-type': 'application/json', 'sluice-actor': 'ann' };
  const response = await app.inject({ method: 'POST', url, headers, payload });
  return { status: response.statusCode, body: response.json() };
}

const freeze = {
  id: 'f3',
  lanes: ['*@production'],
  reason: 'year end',
  owner: 'ann',
  start: Date.now() - HOUR,
  end: Date.now() + HOUR,
  createdBy: 'ann',
  createdAt: 0,
  endedBy: null,
};

test('a freeze is made with an owner, a begin and an end', async () => {
  answer = { state: 'kept', freeze };
  const made = await post('/v1/freezes', { lanes: ['*@production'], reason: 'year end', for: '2h' });
  expect(made).toMatchObject({ status: 201, body: { id: 'f3', state: 'frozen' } });
  const [[update, said] = []] = asked;
  expect(update).toBe('create-freeze');
  expect(said).toMatchObject({ actor: 'ann', owner: 'ann', lanes: ['*@production'], reason: 'year end' });
  const { start, end } = z.object({ start: z.number(), end: z.number() }).parse(said);
  expect(end - start).toBe(2 * HOUR);
});

test.each([
  [{ lanes: ['production'], reason: 'x', for: '2h' }],
  [{ lanes: [], reason: 'x', for: '2h' }],
  [{ lanes: ['*@*'], reason: ' ', for: '2h' }],
  [{ lanes: ['*@*'], reason: 'x' }],
  [{ lanes: ['*@*'], reason: 'x', for: '2h', end: 9e12 }],
  [{ lanes: ['*@*'], reason: 'x', end: '2020-01-01T00:00:00Z' }],
  [{ lanes: ['*@*'], reason: 'x', end: 9e15 }],
  [{ lanes: ['*@*'], reason: 'x', start: 9e15, for: '2h' }],
])('%j is refused', async (body) => {
  expect(await post('/v1/freezes', body)).toMatchObject({ status: 400, body: { code: 'invalid_request' } });
  expect(asked).toEqual([]);
});

test('a glass that is broken for one of the lanes is broken in the act, and each lane is named once', async () => {
  answer = { state: 'kept', freeze };
  const lanes = ['shop@production', 'shop@production', 'pay@production'];
  const caller: Caller = {
    principal: {
      name: 'ann',
      kind: 'token',
      grants: [
        { role: 'operator', lanes: ['shop@production'] },
        { role: 'viewer', lanes: ['pay@production'], breakGlass: true },
      ],
      groups: [],
    },
    source: 'cli',
    breakGlass: true,
  };
  await makeFreeze(context, caller, { lanes, reason: 'fire', for: HOUR });
  known = { ...nothing(), made: { freezes: [{ ...freeze, by: 'f3', lanes }], stop: null } };
  await liftFreeze(context, caller, 'f3', 'it is out');
  expect(asked).toMatchObject([
    ['create-freeze', { breakGlass: true, lanes: ['shop@production', 'pay@production'] }],
    ['end-freeze', { breakGlass: true, freeze: 'f3' }],
  ]);
});

test('what the registry refuses is told', async () => {
  answer = { state: 'refused', code: 'freeze_not_found', message: 'there is no freeze f9' };
  const ended = await post('/v1/freezes/f9/end', { reason: 'done' });
  expect(ended).toMatchObject({
    status: 404,
    body: { code: 'freeze_not_found', detail: 'there is no freeze f9' },
  });
});

test('the stop is one call, and ending it needs a reason', async () => {
  answer = { state: 'kept', stop: { since: 1, actor: 'ann', reason: '' } };
  expect(await post('/v1/stop', {})).toMatchObject({
    status: 200,
    body: { stop: { actor: 'ann' }, aborted: [] },
  });
  expect(asked).toMatchObject([['switch-stop', { on: true }]]);
  expect(await post('/v1/stop/end', { reason: '' })).toMatchObject({ status: 400 });
  answer = { state: 'kept', stop: null };
  expect(await post('/v1/stop/end', { reason: 'fixed' })).toMatchObject({
    status: 200,
    body: { stop: null },
  });
});

test('the list says how a lane stands, and when it may be released into next', async () => {
  const { id: by, ...made } = freeze;
  const after = {
    by: 'calendar holidays',
    lanes: ['*@*'],
    reason: 'holiday',
    start: freeze.end,
    end: freeze.end + HOUR,
  };
  known = {
    made: { freezes: [{ ...made, by }], stop: null },
    calendars: [{ name: 'holidays', lanes: ['*@*'], freezes: [after], readAt: Date.now() }],
  };
  const headers = { host: HOST };
  const list = await app.inject({ url: '/v1/freezes?lane=shop.production', headers });
  const { lanes, freezes, calendars } = list.json<FreezeList>();
  expect(lanes).toEqual([
    {
      lane: 'shop.production',
      frozen: expect.stringMatching(/^frozen by f3 of ann/),
      nextAllowed: after.end,
    },
  ]);
  expect(freezes).toMatchObject([{ id: 'f3', state: 'frozen' }]);
  expect(calendars).toMatchObject([{ name: 'holidays', next: [{ reason: 'holiday' }] }]);
  const other = await app.inject({ url: '/v1/freezes?lane=shop.staging', headers });
  expect(other.json<FreezeList>().lanes).toMatchObject([{ frozen: null }]);
});

test('where it cannot be known, that is the answer', async () => {
  known = { made: { unknown: 'the registry cannot be read' }, calendars: [] };
  const list = await app.inject({ url: '/v1/freezes', headers: { host: HOST } });
  expect(list.statusCode).toBe(503);
  expect(list.json()).toMatchObject({ code: 'registry_unavailable' });
});
