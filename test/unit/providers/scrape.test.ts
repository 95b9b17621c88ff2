import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pino } from 'pino';
import type { ScrapeQuery } from '../../../config/sources/scrape.ts';
import type { ProviderContext } from '../../../providers/context.ts';
import { createMetricSource } from '../../../providers/metrics/index.ts';

const signal = new AbortController().signal;
let server: Server;
let url: string;
let page = { status: 200, body: '' };
let reads = 0;
let context: ProviderContext;

beforeAll(async () => {
  server = createServer((_request, response) => {
    reads += 1;
    response.writeHead(page.status).end(page.body);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}/metrics`;
});
afterAll(() => server.close());
beforeEach(() => {
  reads = 0;
  context = { dataFolder: '', environment: {}, log: pino({ level: 'silent' }) };
});

const query = (series = 'requests_total'): ScrapeQuery => ({
  kind: 'scrape',
  url,
  series,
  labels: { blue: { slot: 'blue' }, green: { slot: 'green', zone: 'a.' } },
});
const ask = (asked = query(), slot: 'blue' | 'green' = 'blue', to = 1000) =>
  createMetricSource(asked, context).counters(asked, slot, { from: 0, to }, signal);

test('takes the series whose labels are exactly those asked for', async () => {
  page = {
    status: 200,
    body: [
      'requests_total{slot="blue",code="200"} 5',
      'requests_total{slot="blue",code="500"} 1',
      'requests_total{slot="blue2",code="200"} 9',
      'requests_total{code="200"} 9',
      'requests_total{slot="green",zone="ab"} 9',
      'requests_total{slot="green",zone="a."} 4',
      'requests_total_more{slot="blue"} 9',
    ].join('\n'),
  };
  const blue = await ask();
  expect(blue.series.map(({ labels, samples }) => [labels['code'], samples[0]?.value])).toEqual([
    ['200', 5],
    ['500', 1],
  ]);
  expect(blue.processStartedAt).toBe(undefined);
  expect((await ask(query(), 'green')).series.map(({ samples }) => samples[0]?.value)).toEqual([4]);
});

test('reads one page for all metrics and both slots of one moment, and another for what is asked later', async () => {
  page = { status: 200, body: 'requests_total{slot="blue"} 5\nprocess_start_time_seconds 1.5\n' };
  const answers = await Promise.all([ask(), ask(query('seconds')), ask(query(), 'green')]);
  expect(answers[0].processStartedAt).toBe(1500);
  await ask();
  expect(reads).toBe(1);
  await ask(query(), 'blue', Date.now() + 1);
  expect(reads).toBe(2);
});

test('answers about a moment from one state, also when another has asked for a newer one meanwhile', async () => {
  page = { status: 200, body: 'requests_total{slot="blue"} 5\n' };
  const first = await ask(query(), 'blue', 3000);
  page = { status: 200, body: 'requests_total{slot="blue"} 7\n' };
  expect(await ask(query(), 'blue', Date.now() + 1)).not.toEqual(first);
  expect(await ask(query(), 'blue', 3000)).toEqual(first);
});

test('shares a read among what many releases ask at about the same time, and answers with nothing older', async () => {
  page = { status: 200, body: 'requests_total{slot="blue"} 5\n' };
  const volley = (): Promise<void>[] =>
    Array.from({ length: 10 }, async () => {
      const at = Date.now();
      const { series } = await ask(query(), 'blue', at);
      expect(series[0]?.samples[0]?.at).toBeGreaterThanOrEqual(at);
    });
  const first = volley();
  await wait(2);
  await Promise.all([...first, ...volley()]);
  expect(reads).toBe(2);
});

test('does not remember a failed read', async () => {
  page = { status: 503, body: 'starting' };
  await expect(ask()).rejects.toThrow(/answered 503 instead of metrics/);
  page = { status: 200, body: 'requests_total{slot="blue"} 5\n' };
  expect((await ask()).series).toHaveLength(1);
});

test('one caller that gives up does not end the read of the others', async () => {
  page = { status: 200, body: 'requests_total{slot="blue"} 5\n' };
  const stop = new AbortController();
  const source = createMetricSource(query(), context);
  const first = source.counters(query(), 'blue', { from: 0, to: 1 }, stop.signal);
  const second = source.counters(query(), 'blue', { from: 0, to: 1 }, signal);
  stop.abort(new Error('called off'));
  await expect(first).rejects.toThrow('called off');
  expect((await second).series).toHaveLength(1);
});

test.each([
  ['<html>', /serves no metrics that can be read\. The answer is HTML/],
  ['requests_total{slot="blue"} NaN', /is NaN, which is no count/],
  ['requests_total{slot="blue"} -1', /is -1, which is no count/],
  ['requests_total{slot="blue"} 1\nrequests_total{slot="blue"} 2', /has the series .* twice/],
  ['requests_total{slot="blue"} 1\nrequests_total{slot=', /Line 2/],
])('refuses %j', async (body, message) => {
  page = { status: 200, body };
  await expect(ask()).rejects.toThrow(message);
});

test('what is wrong with another metric does not matter', async () => {
  page = { status: 200, body: 'requests_total{slot="blue"} 1\nother{slot="blue"} NaN' };
  expect((await ask()).series).toHaveLength(1);
});
