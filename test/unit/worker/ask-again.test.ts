import { type Client, QueryNotRegisteredError } from '@temporalio/client';
import fastify from 'fastify';
import { Registry } from 'prom-client';
import { beforeEach, expect, test } from 'vitest';
import { readRegistry } from '../../../api/registry/read-registry.ts';
import { readRelease } from '../../../api/releases/read.ts';
import { defaultSettings } from '../../../config/settings.ts';
import { freezeBook } from '../../rigs/freeze-book.ts';
import { fakeClient } from '../api/fake-client.ts';
import { failed } from '../api/fake-schedules.ts';

const tooEarly = new QueryNotRegisteredError('a query came before the task with the newest events', 3);
const release = 'shop.production.1';
let client: Client;
/** What a query meets before it is answered. */
let meets: Error[];
let asked: number;

beforeEach(() => {
  asked = 0;
  client = fakeClient({
    executions: { kept: [{ id: `release/${release}`, type: 'release' }] },
    query: async (_workflow, type) => {
      asked += 1;
      const met = meets.shift();
      if (met !== undefined) throw met;
      return type === 'status' ? { id: release, phase: 'baking' } : { tokens: [] };
    },
  });
});

test.each([[[tooEarly]], [[tooEarly, tooEarly]]])(
  'a release that refuses a query is not stale',
  async (all) => {
    meets = [...all];
    const settings = defaultSettings('/nonexistent');
    const { log } = fastify();
    const context = { client, settings, freezes: freezeBook(), log, metrics: new Registry() };
    expect(await readRelease(context, release)).toMatchObject({ phase: 'baking', stale: false });
    expect(asked).toBe(all.length + 1);
  },
);

test('what refuses every time is as where no worker is', async () => {
  meets = [tooEarly, tooEarly, tooEarly];
  await expect(readRegistry({ client })).rejects.toMatchObject({ code: 'registry_unavailable' });
  expect(asked).toBe(3);
});

test('nobody is asked again who was not there', async () => {
  meets = [failed(4, 'too late'), failed(4, 'too late')];
  await expect(readRegistry({ client })).rejects.toMatchObject({ code: 'registry_unavailable' });
  expect(asked).toBe(1);
});
