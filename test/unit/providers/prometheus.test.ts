import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { PrometheusQuery } from '../../../config/sources/prometheus.ts';
import { createMetricSource } from '../../../providers/metrics/index.ts';
import { temporaryFolder, type TemporaryFolder } from '../../rigs/temporary-folder.ts';

// What a real Prometheus cannot be made to answer; the rest is in test/contract/prometheus-*.test.ts.
let server: Server;
let url: string;
let folder: TemporaryFolder;
let asked: { path: string; headers: IncomingHttpHeaders; form: URLSearchParams };
let reply: (response: ServerResponse) => void;

beforeAll(async () => {
  folder = await temporaryFolder('prometheus');
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      asked = { path: request.url ?? '', headers: request.headers, form: new URLSearchParams(body) };
      reply(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  url = `http://127.0.0.1:${address.port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await folder.remove();
});
beforeEach(() => matrix([{ metric: {}, values: [[1, '1']] }]));

const answer = (status: number, body: unknown): void => {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  reply = (response) => response.writeHead(status).end(text);
};
const matrix = (result: unknown, more: object = {}): void =>
  answer(200, { status: 'success', data: { resultType: 'matrix', result }, ...more });

const environment = { TOKEN: 'very-secret-token', ODD: 'odd"secret\\' };
const ask = (differs: Partial<PrometheusQuery> = {}, signal = new AbortController().signal) => {
  const query: PrometheusQuery = {
    kind: 'prometheus',
    url,
    series: 'requests_total',
    selectors: { blue: 'requests_total{slot="blue"}', green: 'requests_total{slot="green"}' },
    labels: { blue: {}, green: {} },
    interval: 1000,
    access: {},
    ...differs,
  };
  const source = createMetricSource(query, { dataFolder: '', environment, log: pino({ level: 'silent' }) });
  return source.counters(query, 'blue', { from: 58_000, to: 60_123 }, signal);
};

describe('what is asked', () => {
  test('is a range selector at the end of the stretch, which reaches five scrapes back', async () => {
    await ask({ url: `${url}/mimir/?dedup=true` });
    expect(asked.path).toBe('/mimir/api/v1/query?dedup=true');
    expect(Object.fromEntries(asked.form)).toEqual({
      query: 'requests_total{slot="blue"}[7123ms]',
      time: '60.123',
      timeout: '5000ms',
    });
    expect(asked.headers.authorization).toBeUndefined();
  });

  test('bears the token and the tenant', async () => {
    await ask({ access: { bearer: '${env:TOKEN}', tenant: 'shop' } });
    expect(asked.headers.authorization).toBe('Bearer very-secret-token');
    expect(asked.headers['x-scope-orgid']).toBe('shop');
  });

  test('bears user and password, which are read anew at each request', async () => {
    const file = join(folder.path, 'password');
    const access = { basic: { user: 'sluice', password: `\${file:${file}}` } };
    for (const password of ['first', 'second']) {
      await writeFile(file, `${password}\n`);
      await ask({ access });
      expect(atob(asked.headers.authorization?.replace('Basic ', '') ?? '')).toBe(`sluice:${password}`);
    }
    await rm(file);
    await expect(ask({ access })).rejects.toThrow(/^\$\{file:\S+password\} cannot be read: ENOENT/);
  });
});

describe('an answer that is no evidence is refused', () => {
  const none = { status: 'error', data: null };

  test.each([
    ['starting', 503, 'Service Unavailable', /is unavailable \(503\): Service Unavailable\. Is it starting/],
    [
      'a query that took too long',
      503,
      { ...none, errorType: 'timeout', error: 'query timed out in expression evaluation' },
      /is unavailable \(503\): query timed out in expression evaluation\. .*--query\.timeout/,
    ],
    [
      'VictoriaMetrics, which cannot read the query',
      422,
      { ...none, errorType: '422', error: 'cannot parse "requests_total{"' },
      /cannot run the query: cannot parse "requests_total\{"\. The query is requests_total\{slot="blue"\}\[7123ms\]\./,
    ],
    [
      'another server',
      404,
      '404 page not found\n',
      /answered 404, not as Prometheus does: 404 page not found\. Is this/,
    ],
    ['a log-in page', 200, '<html>Log in</html>', /answered 200, not as Prometheus does: <html>Log in/],
    ['a redirect', 302, '', /answered 302, a redirect, which is not followed\. Is there a log-in page/],
    ['nothing', 200, '', /answered 200, not as Prometheus does: it gives no reason/],
    ['too many requests', 429, 'slow down', /answered 429, not as Prometheus does: slow down/],
    [
      'a failure inside',
      500,
      { ...none, errorType: 'internal', error: 'out of order' },
      /answered 500: out of order\. The query is/,
    ],
    ['an error with status 200', 200, { ...none, errorType: 'bad_data', error: 'no' }, /answered 200: no\./],
  ])('%s', async (_what, status, body, message) => {
    answer(status, body);
    await expect(ask()).rejects.toThrow(message);
  });

  test.each([['warnings'], ['infos']])('in part, by its %s', async (field) => {
    matrix([{ metric: {}, values: [[1, '1']] }], { [field]: ['store 10.0.0.7 is not available'] });
    await expect(ask()).rejects.toThrow(
      `Prometheus at ${url} answered in part, which is no evidence: store 10.0.0.7 is not available`,
    );
  });

  test('in part, as VictoriaMetrics says it', async () => {
    matrix([], { isPartial: false });
    expect(await ask()).toEqual({ series: [] });
    matrix([{ metric: {}, values: [[1, '1']] }], { isPartial: true });
    await expect(ask()).rejects.toThrow('answered in part, which is no evidence: isPartial');
  });

  test.each([
    ['scalar', [1, '+Inf']],
    ['vector', [{ metric: {}, value: [1, '1'] }]],
    ['string', [1, 'x']],
  ])('of type %s', async (resultType, result) => {
    answer(200, { status: 'success', data: { resultType, result } });
    await expect(ask()).rejects.toThrow(`with a result of type ${resultType} that is no list of samples`);
  });

  test.each([['NaN'], ['+Inf'], ['-1'], ['many']])('with a sample %s', async (value) => {
    matrix([
      {
        metric: { __name__: 'requests_total', code: '200' },
        values: [
          [1, '1'],
          [2, value],
        ],
      },
    ]);
    await expect(ask()).rejects.toThrow(
      `requests_total{code="200"} is ${value}, which is no count. Is requests_total a counter?`,
    );
  });

  test('with native histograms', async () => {
    matrix([{ metric: { __name__: 'seconds' }, histograms: [[1, { count: '1', sum: '1', buckets: [] }]] }]);
    await expect(ask()).rejects.toThrow(
      /seconds\{\} is a native histogram, and Sluice counts classic buckets/,
    );
  });

  test('when it ends in the middle', async () => {
    reply = (response) => {
      response.writeHead(200, { 'content-length': '1000' });
      response.write('{"status":"success"', () => response.socket?.destroy());
    };
    await expect(ask()).rejects.toThrow(
      /query failed: the connection ended in the middle of the answer\. Does/,
    );
  });

  test('when it is too large', async () => {
    answer(200, ' '.repeat(17 * 1024 * 1024));
    await expect(ask()).rejects.toThrow(
      /query failed: the answer is larger than 16 MiB\. Does .*select no more/,
    );
  });

  test('when it is too late for who asks', async () => {
    reply = () => undefined;
    await expect(ask({}, AbortSignal.timeout(50))).rejects.toThrow(
      /query failed: no answer within \d+ ms\. Does/,
    );
  });
});

describe('who we are', () => {
  test.each([
    [{ bearer: '${env:TOKEN}' }, 'the bearer token ${env:TOKEN}'],
    [
      { basic: { user: 'sluice', password: '${env:TOKEN}' }, tenant: 'shop' },
      'user sluice with the password ${env:TOKEN}, tenant shop',
    ],
    [{}, 'no credential'],
  ])('is named, not told, when it is refused', async (access, described) => {
    answer(401, 'Unauthorized');
    await expect(ask({ access })).rejects.toThrow(`refuses us (401), who show ${described}: Unauthorized`);
  });

  test.each([
    ['as text', { bearer: '${env:TOKEN}' }, 401, () => `no such token: ${asked.headers.authorization}`],
    ['in JSON', { bearer: '${env:ODD}' }, 403, () => JSON.stringify({ got: asked.headers.authorization })],
    [
      'where the answer is cut',
      { bearer: '${env:TOKEN}' },
      500,
      () => `${'.'.repeat(290)}${asked.headers.authorization}`,
    ],
    [
      'in an error',
      { basic: { user: 'sluice', password: '${env:TOKEN}' } },
      400,
      () => JSON.stringify({ status: 'error', errorType: 'bad_data', error: asked.headers.authorization }),
    ],
    [
      'in a warning',
      { bearer: '${env:TOKEN}' },
      200,
      () => JSON.stringify({ status: 'success', data: {}, warnings: [asked.headers.authorization] }),
    ],
    [
      'in the labels of what is no count',
      { bearer: '${env:TOKEN}' },
      200,
      () => {
        const result = [{ metric: { got: asked.headers.authorization }, values: [[1, 'NaN']] }];
        return JSON.stringify({ status: 'success', data: { resultType: 'matrix', result } });
      },
    ],
    [
      'as a type of its own',
      { bearer: '${env:TOKEN}' },
      200,
      () => JSON.stringify({ status: 'success', data: { resultType: asked.headers.authorization } }),
    ],
  ])('is masked when the server quotes it %s', async (_where, access, status, body) => {
    reply = (response) => response.writeHead(status).end(body());
    const error: unknown = await ask({ access }).catch((reason: unknown) => reason);
    const said = error instanceof Error ? error.message : '';
    const secrets = [environment.TOKEN, 'odd', asked.headers.authorization?.replace(/^\w+ /, '') ?? ''];
    for (const secret of secrets) expect(said).not.toContain(secret.slice(0, 8));
    expect(said).toContain('***');
  });

  test('is not asked with a secret that is not there', async () => {
    await expect(ask({ access: { bearer: '${env:NOT_SET}' } })).rejects.toThrow(
      /^\$\{env:NOT_SET\} has no value/,
    );
  });
});
