import fastify from 'fastify';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createApp } from '../../../api/app.ts';
import type { App } from '../../../api/routes/index.ts';
import type { ProtectionView } from '../../../api/wire/protection.ts';
import { defaultSettings } from '../../../config/settings.ts';
import type { DeliveryMemo } from '../../../workflows/delivery-messages.ts';
import type { KeptToken } from '../../../workflows/registry/token-types.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { madeSchedule } from '../../workflow/scripted-schedules.ts';
import { fakeClient } from './fake-client.ts';
import { HOST } from './offline-app.ts';

const NOW = Date.now();
const HOUR = 3_600_000;

const token = (number: number, more: Partial<KeptToken> = {}): KeptToken => ({
  id: `t${number}`,
  name: `ci-${number}`,
  hash: '',
  grants: [],
  groups: [],
  createdBy: 'ann',
  createdAt: number,
  expiresAt: null,
  revokedAt: null,
  ...more,
});

const freeze = (number: number, start: number, lanes: string[]) => ({
  by: `f${number}`,
  lanes,
  reason: 'year end',
  owner: 'ann',
  start,
  end: start + HOUR,
  createdBy: 'ann',
  endedBy: null,
});

const deployment = (id: string, since: number, more: Partial<ProtectionView> = {}) => {
  const protection: ProtectionView = {
    id,
    repository: 'acme/shop',
    environment: 'production',
    run: '1',
    sha: 'abc',
    ref: 'main',
    lane: 'shop.production',
    actor: 'octocat@github',
    state: 'waiting',
    sentence: 'it waits',
    since,
    deadline: since + HOUR,
    approvals: [],
    approvalsNeeded: 1,
    ...more,
  };
  return { id: `protection/${id}`, type: 'protection', memo: { protection } };
};

const delivery = (subject: string, notifier: string, more: Partial<DeliveryMemo> = {}) => {
  const [service, environment] = subject.split('.');
  const lane = `${service}.${environment}`;
  const memo = { delivery: { notifier, lane, waiting: 0, trouble: null, gone: null, ...more } };
  return { id: `delivery/${subject}/${notifier}`, type: 'delivery', memo };
};

const trouble = { since: 1, tries: 2, message: 'no', next: 3 };

let app: App;
beforeAll(async () => {
  const tokens = [token(2), token(9, { revokedAt: 5 }), token(10, { expiresAt: 5 })];
  app = await createApp({
    client: fakeClient({
      query: async () => ({ tokens, gates: [], freezes: [], stop: null, acts: [] }),
      schedules: {
        kept: [
          madeSchedule('nightly'),
          madeSchedule('weekly'),
          { ...madeSchedule('weekly'), lane: 'cart.staging' },
        ],
        told: [],
      },
      executions: {
        kept: [
          deployment('7', 100, { state: 'approved' }),
          deployment('8', 200, { lane: '', repository: 'acme/cart', state: 'rejected' }),
          deployment('9', 300),
          deployment('10', 400, { repository: 'acme/cart', lane: 'cart.production' }),
          delivery('shop.production.7', '1-webhook'),
          delivery('shop.production.7', '2-teams', { trouble }),
          delivery('shop.production', '1-webhook', { gone: 'it said 410' }),
          delivery('cart.production.3', '1-webhook', { trouble }),
        ],
      },
    }),
    settings: defaultSettings('/nonexistent'),
    freezes: freezeBook(() => ({
      made: {
        freezes: [
          freeze(2, NOW - 2 * HOUR, ['*@production']),
          freeze(9, NOW - HOUR / 2, ['shop@*']),
          freeze(10, NOW + HOUR, ['cart@production']),
        ],
        stop: null,
      },
      calendars: [{ name: 'holidays', lanes: ['*@production'], freezes: [], readAt: NOW }],
    })),
    log: fastify().log,
    metrics: new Registry(),
  });
});
afterAll(async () => app.close());

const page = z.looseObject({ next: z.string().optional(), code: z.string().optional() });

async function get(url: string) {
  const answer = await app.inject({ url, headers: { host: HOST } });
  return { status: answer.statusCode, body: page.parse(answer.json()) };
}

interface List {
  rows: string;
  id: string[];
  all: string[];
  narrowed: [query: string, left: string[]][];
}

const LISTS: Record<string, List> = {
  '/v1/tokens': {
    rows: 'tokens',
    id: ['id'],
    all: ['t10', 't9', 't2'],
    narrowed: [
      ['state=active', ['t2']],
      ['state=expired', ['t10']],
      ['name=ci-9', ['t9']],
    ],
  },
  '/v1/protections': {
    rows: 'deployments',
    id: ['id'],
    all: ['10', '9', '8', '7'],
    narrowed: [
      ['lane=shop.production', ['9', '7']],
      ['repository=acme/cart', ['10', '8']],
      ['state=waiting', ['10', '9']],
    ],
  },
  '/v1/schedules': {
    rows: 'schedules',
    id: ['lane', 'name'],
    all: ['cart.staging weekly', 'shop.production nightly', 'shop.production weekly'],
    narrowed: [
      ['service=cart', ['cart.staging weekly']],
      ['environment=production', ['shop.production nightly', 'shop.production weekly']],
      ['lane=cart.staging', ['cart.staging weekly']],
    ],
  },
  '/v1/freezes': {
    rows: 'freezes',
    id: ['id'],
    all: ['f10', 'f9', 'f2'],
    narrowed: [
      ['lane=shop.production', ['f9', 'f2']],
      ['state=coming', ['f10']],
      ['state=over', ['f2']],
      ['state=frozen', ['f9']],
    ],
  },
  '/v1/deliveries': {
    rows: 'deliveries',
    id: ['id'],
    all: [
      'delivery/cart.production.3/1-webhook',
      'delivery/shop.production.7/2-teams',
      'delivery/shop.production/1-webhook',
      'delivery/shop.production.7/1-webhook',
    ],
    narrowed: [
      ['lane=cart.production', ['delivery/cart.production.3/1-webhook']],
      ['release=shop.production.7&state=working', ['delivery/shop.production.7/1-webhook']],
      ['state=off', ['delivery/shop.production/1-webhook']],
    ],
  },
};

describe.each(Object.entries(LISTS))('GET %s', (url, { rows, id, all, narrowed }) => {
  const idsOf = (body: object): string[] =>
    z
      .array(z.looseObject({}))
      .parse(z.looseObject({}).parse(body)[rows])
      .map((row) => id.map((key) => String(row[key])).join(' '));

  test('has all of them on one page, and in the same order on pages of one', async () => {
    const { body } = await get(url);
    expect([idsOf(body), body.next]).toEqual([all, undefined]);
    const seen: string[] = [];
    for (let cursor: string | undefined = '', pages = 0; cursor !== undefined && pages < 9; pages += 1) {
      const { body: one } = await get(`${url}?limit=1${cursor && `&cursor=${cursor}`}`);
      seen.push(...idsOf(one));
      cursor = one.next;
    }
    expect(seen).toEqual(all);
  });

  test.each(narrowed)('is narrowed by %s', async (query, left) => {
    expect(idsOf((await get(`${url}?${query}`)).body)).toEqual(left);
  });

  const foreign = Buffer.from('services shop').toString('base64url');
  test.each(['limit=0', 'limit=501', 'colour=red', 'state=odd&colour=1', `cursor=${foreign}`, 'cursor=abc'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await get(`${url}?${query}`);
      expect([status, body.code]).toEqual([400, 'invalid_request']);
    },
  );
});

test('what nobody froze by hand is on the first page of freezes alone', async () => {
  const first = await get('/v1/freezes?limit=1&lane=shop.production');
  expect(first.body).toMatchObject({
    calendars: [{ name: 'holidays' }],
    lanes: [{ lane: 'shop.production', frozen: expect.stringContaining('f9') }],
  });
  const second = await get(`/v1/freezes?limit=1&lane=shop.production&cursor=${first.body.next}`);
  expect(second.body).toMatchObject({ freezes: [{ id: 'f2' }], calendars: [], lanes: [] });
  const other = await get('/v1/freezes?lane=shop.staging');
  expect(other.body).toMatchObject({ freezes: [{ id: 'f9' }], calendars: [] });
});
