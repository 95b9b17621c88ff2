/** What became of an App's webhooks, as GitHub lists it page by page. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createGithub } from '../../providers/github/client.ts';
import { listDeliveries, notArrived, redeliver } from '../../providers/github/deliveries.ts';
import { startFakeGithub, type FakeGithub } from '../rigs/github/fake-github.ts';
import { until } from '../rigs/until.ts';

const { signal } = new AbortController();
const NOW = Date.now();
let github: FakeGithub;

beforeEach(async () => {
  github = await startFakeGithub();
});
afterEach(async () => github.stop());

test('the App reads as many pages as it needs, and has an event delivered again', async () => {
  const old = new Date(NOW - 7_200_000);
  for (let count = 0; count < 150; count += 1) github.webhooks.miss('push', { count }, old);
  for (let count = 0; count < 120; count += 1) github.webhooks.miss('release', { count }, new Date(NOW));
  const client = createGithub(github.settings, github.environment);
  const { deliveries, whole } = await listDeliveries(client, NOW - 3_600_000, signal);
  expect([deliveries.length, whole]).toEqual([120, true]);
  // The third page is not read, since the second one has what is too old.
  expect(github.taken.map(({ path }) => path)).toEqual([
    '/app/hook/deliveries?per_page=100',
    '/app/hook/deliveries?per_page=100&cursor=v1_100',
  ]);
  const [oldest] = notArrived(deliveries);
  await redeliver(client, oldest?.id ?? '', signal);
  await until('another attempt', () => github.webhooks.attempts[0]?.redelivery === true);
  expect(github.webhooks.attempts[0]).toMatchObject({ guid: oldest?.guid, status_code: 0 });
  expect(github.refused).toEqual([]);
});

test('an id that no number holds is asked for as it is, and a page of another server is not read', async () => {
  const client = createGithub(github.settings, github.environment);
  const at = new Date(NOW).toISOString();
  const body = `[{"id":9007199254740993,"guid":"g","delivered_at":"${at}","status_code":0,"event":"push","action":null}]`;
  const link = '<https://elsewhere.example/app/hook/deliveries?cursor=v1_1>; rel="next"';
  github.meets({ status: 200, body, headers: { link } });
  const { deliveries } = await listDeliveries(client, NOW - 1000, signal);
  expect(deliveries.map(({ id }) => id)).toEqual(['9007199254740993']);
});

test('only an App can ask', async () => {
  const { app: _none, ...rest } = github.settings;
  const client = createGithub({ ...rest, token: '${env:HOOK_SECRET}' }, github.environment);
  await expect(listDeliveries(client, 0, signal)).rejects.toThrow(/only an App can ask/);
});
