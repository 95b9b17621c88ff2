import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { giveAwsCredentials } from './aws-credentials.ts';
import { metricData, metricDataRequest, type MetricData } from './cloudwatch/metric-data.ts';
import type { Sums } from './cloudwatch/sums.ts';

/** What the stand-in does wrong, from now on. */
export interface CloudwatchTrouble {
  /** How late a count is published, in milliseconds. */
  lag: number;
  /** Metrics that are not published at all. */
  missing: string[];
  /** Points on one page; the rest follows by token. */
  pageSize: number;
  /** Status of every result on the last page. */
  status: 'Complete' | 'PartialData' | 'InternalError';
  /** A message about the whole answer. */
  message?: string;
  /** Refuses so many calls, with this error. */
  refuse: { times: number; code: string; message: string };
  /** Answers nothing, and keeps the connection. */
  silent: boolean;
}

/** CloudWatch's GetMetricData in the JSON protocol that AWS's SDK speaks. */
export interface CloudwatchStandIn {
  endpoint: string;
  trouble: CloudwatchTrouble;
  /** How many calls it has had. */
  calls(): number;
  /** Ends it, and all that it counted is gone. */
  kill(): Promise<void>;
  /** Starts it on the same port; it counts from then on. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const READ_EVERY = 100;

/**
 * Starts it. `createSums` is called at each start: what was counted before is gone. `services`: by the value of the
 * dimension TargetGroup, what the sums call it.
 */
export async function startCloudwatch(
  createSums: () => Sums,
  services: Record<string, string>,
): Promise<CloudwatchStandIn> {
  const port = await freePort();
  const trouble: CloudwatchTrouble = {
    lag: 0,
    missing: [],
    pageSize: 100_800,
    status: 'Complete',
    refuse: { times: 0, code: '', message: '' },
    silent: false,
  };
  giveAwsCredentials();
  let calls = 0;
  let running: { server: Server; over: AbortController; reading: Promise<void> } | undefined;
  const answer = async (sums: Sums, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    calls += 1;
    if (trouble.silent) return;
    if (trouble.refuse.times > 0) {
      trouble.refuse.times -= 1;
      const { code, message } = trouble.refuse;
      send(response, 400, { __type: `com.amazon.coral.service#${code}`, message });
      return;
    }
    const asked = metricDataRequest.parse(JSON.parse(await text(request)));
    const data = metricData(asked, { sums, services, lag: trouble.lag });
    send(response, 200, page(data, asked.NextToken, trouble));
  };
  const start = async (): Promise<void> => {
    const sums = createSums();
    await sums.read();
    const server = createServer((request, response) => {
      answer(sums, request, response).catch((error: unknown) => {
        send(response, 400, { __type: 'ValidationException', message: String(error) });
      });
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
    const over = new AbortController();
    running = { server, over, reading: readOnAndOn(sums, over.signal) };
  };
  const kill = async (): Promise<void> => {
    if (running === undefined) return;
    const { server, over, reading } = running;
    running = undefined;
    over.abort();
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    await Promise.all([closed, reading]);
  };
  await start();
  return { endpoint: `http://127.0.0.1:${port}`, trouble, calls: () => calls, kill, start, stop: kill };
}

/** One read after the other: an older page that comes after a newer one would look like counters that fell. */
async function readOnAndOn(sums: Sums, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    await sums.read().catch(() => undefined);
    await wait(READ_EVERY, undefined, { signal: over }).catch(() => undefined);
  }
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(body));
}

/** A page holds points across the results, as at AWS, and every result but a complete one is partial. */
function page(all: readonly MetricData[], token: string | undefined, trouble: CloudwatchTrouble): object {
  const from = Number(token ?? 0);
  const to = from + trouble.pageSize;
  let seen = 0;
  const results = all.map(({ Id, Label, Timestamps, Values }) => {
    const hidden = trouble.missing.some((metric) => Label.endsWith(` ${metric}`));
    const [first, last] = [Math.max(0, from - seen), Math.max(0, to - seen)];
    seen += Values.length;
    return {
      Id,
      Label,
      Timestamps: hidden ? [] : Timestamps.slice(first, last),
      Values: hidden ? [] : Values.slice(first, last),
      StatusCode: seen > to ? 'PartialData' : trouble.status,
    };
  });
  return {
    MetricDataResults: results,
    Messages: trouble.message === undefined ? [] : [{ Code: 'MaxMetricsExceeded', Value: trouble.message }],
    ...(seen > to ? { NextToken: String(to) } : {}),
  };
}
