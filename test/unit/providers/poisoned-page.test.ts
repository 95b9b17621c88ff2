/** What a metrics page of somebody who means harm can do: it is a problem that is told, soon and in little memory. */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inFlightAt } from '../../../activities/drain/in-flight.ts';
import { parseExposition } from '../../../providers/exposition.ts';
import { readMetricsPage } from '../../../providers/metrics-page.ts';
import { createMetricSource } from '../../../providers/metrics/index.ts';
import type { Platform } from '../../../providers/platforms/platform.ts';
import { readRequests } from '../../../providers/routers/traefik/requests.ts';

const never = new AbortController().signal;
let server: Server;
let url: string;
let answer: (response: ServerResponse) => void = () => undefined;

beforeAll(async () => {
  server = createServer((_request, response) => answer(response));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}/metrics`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const says = (body: string): void => void (answer = (response) => void response.end(body));
const read = async (): Promise<unknown> => readMetricsPage(url, never);

async function count(): Promise<number[]> {
  const query = { kind: 'scrape', url, series: 'n', labels: { blue: {}, green: {} } } as const;
  const source = createMetricSource(query, {
    dataFolder: '',
    environment: {},
    log: pino({ level: 'silent' }),
  });
  const { series } = await source.counters(query, 'blue', { from: 0, to: 1 }, never);
  return series.flatMap(({ samples }) => samples.map(({ value }) => value));
}

test.each([
  ['1e308', 'n{a="1"} 1e308', 'is 1e+308, which is no count'],
  ['more than can be counted', 'n 9007199254740994', 'which is no count'],
  ['NaN', 'n NaN', 'is NaN, which is no count'],
  ['infinity', 'n +Inf', 'is Infinity, which is no count'],
  ['a negative count', 'n -1', 'is -1, which is no count'],
  ['one series twice', 'n{a="1",b="2"} 1\nn{b="2",a="1"} 2', 'twice'],
  ['one label twice', 'n{a="1",a="2"} 1', 'Line 1 is not in'],
  ["a label of an object's own", 'n{__proto__="1"} 1', 'Line 1 is not in'],
  ['hexadecimal', 'n 0x10', 'Line 1 is not in'],
  ['HTML', '<html>log in</html>', 'HTML or XML'],
])('%s is no count', async (_what, page, message) => {
  says(page);
  await expect(count()).rejects.toThrow(message);
});

test.each([
  ['NaN', 'traefik_service_requests_total{service="a-b-blue@file"} NaN'],
  ['1e308', 'traefik_service_requests_total{service="a-b-green@file"} 1e308'],
  [
    'a series that is there twice',
    'traefik_service_requests_total{service="a-b-blue@file"} 1\ntraefik_service_requests_total{service="a-b-blue@file"} 9',
  ],
])('%s among the counters of a router proves no shift', async (_what, page) => {
  says(page);
  await expect(readRequests(url, 'a.b', never)).rejects.toThrow('it is no count');
});

test('an instance that says less than nothing does not make up for what another has in flight', async () => {
  says('in_flight{a="1"} 5\nin_flight{a="2"} -5\n');
  const instance = { id: 'a', state: 'ready', endpoint: new URL(url).origin, detail: '' } as const;
  const platform: Pick<Platform, 'describe'> = {
    describe: async () => ({ ready: 1, wanted: 1, endpoints: [instance.endpoint], instances: [instance] }),
  };
  const asked = { path: '/metrics', metric: 'in_flight' };
  const found = await inFlightAt(platform, 'blue', asked, never);
  expect(found).toMatchObject({ inFlight: undefined, reason: expect.stringContaining('is -5') });
});

test('what has too many series is refused when the first hundred thousand are read', () => {
  const page = Array.from({ length: 150_000 }, (_, i) => `n{i="${i}"} 1`).join('\n');
  expect(() => parseExposition(page)).toThrow('It has more than 100000 samples.');
});

test('two million empty lines are no samples', () => {
  expect(parseExposition('\n'.repeat(2_000_000))).toEqual([]);
});

test.each([
  ['blanks', `n 1${' '.repeat(1_000_000)}x`],
  ['a label without an end', `n{a="${'\\\\'.repeat(500_000)}`],
  ['commas', `n{${','.repeat(1_000_000)}} 1`],
])('a line of a million %s is refused at once', (_what, line) => {
  expect(() => parseExposition(line)).toThrow('Line 1 is not in');
});

test('100 MB are refused after 16', async () => {
  let sent = 0;
  answer = (response) => {
    const chunk = Buffer.alloc(1024 * 1024, '# a comment\n');
    const more = (): void => {
      while (sent < 100 && !response.destroyed) {
        sent += 1;
        if (!response.write(chunk)) return void response.once('drain', more);
      }
      response.end();
    };
    more();
  };
  await expect(read()).rejects.toThrow('the answer is larger than 16 MiB');
  expect(sent).toBeLessThan(60);
});

test('a page that is small only while it is packed is refused at 16 MiB', async () => {
  const packed = gzipSync(Buffer.alloc(64 * 1024 * 1024, ' '));
  expect(packed.length).toBeLessThan(300_000);
  answer = (response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed);
  await expect(read()).rejects.toThrow('the answer is larger than 16 MiB');
});

test('a page that comes a line at a time, without an end, is given up after 2 s', async () => {
  answer = (response) => {
    const timer = setInterval(() => response.write('n 1\n'), 50);
    response.once('close', () => clearInterval(timer));
  };
  await expect(read()).rejects.toThrow('no answer within 2000 ms');
});

test('a redirect is not followed, so no credential goes with it', async () => {
  let asked = 0;
  answer = (response) => {
    asked += 1;
    response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data/' }).end();
  };
  await expect(read()).rejects.toThrow('answered 302 instead of metrics');
  expect(asked).toBe(1);
});
