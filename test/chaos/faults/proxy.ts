import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '../../rigs/free-port.ts';
import type { ProxyFault } from './fault.ts';
import { garbage } from './garbage.ts';
import { passOn } from './pass-on.ts';
import { isRead, questionOf, type Reply, type Request } from './request.ts';

/** A proxy before a real part that can be told to go wrong while it runs. */
export interface FaultProxy {
  /** Base URL of the part as its clients are to see it. */
  url: string;
  /** Requests by what was done to them; those that nobody listened to are seen by nobody. */
  counts: Readonly<Record<Done, number>>;
  /** From now on requests meet this fault; undefined: they pass. Those under way end as they began. */
  set(fault: ProxyFault | undefined): Promise<void>;
  /** Ends it, and every connection through it. */
  stop(): Promise<void>;
}

/** Where it stands, and what it draws by: the same numbers from 0 up to 1 do the same to the same requests. */
export interface FaultProxyOptions {
  /** Base URL of the part. */
  to: string;
  random: () => number;
}

/** What was done to a request; `unreachable`: the part itself did not answer, so the connection was reset. */
type Done = Exclude<ProxyFault['kind'], 'refused'> | 'passed' | 'unreachable';

/** Questions whose last answer is kept for stale reads. */
const mostQuestions = 1000;

/** Starts a proxy that passes everything on. */
export async function startFaultProxy({ to, random }: FaultProxyOptions): Promise<FaultProxy> {
  const port = await freePort();
  const counts: Record<Done, number> = {
    passed: 0,
    unreachable: 0,
    slow: 0,
    cut: 0,
    lost: 0,
    busy: 0,
    error: 0,
    garbage: 0,
    stale: 0,
  };
  const last = new Map<string, Reply>();
  let earlier: ReadonlyMap<string, Reply> = new Map();
  let fault: ProxyFault | undefined;
  let server: Server | undefined;

  const arrive = async (request: Request): Promise<Reply> => {
    const reply = await passOn(to, request);
    if (!isRead(request)) return reply;
    const question = questionOf(request);
    last.delete(question);
    last.set(question, reply);
    for (const oldest of last.keys()) if (last.size > mostQuestions) last.delete(oldest);
    return reply;
  };

  /** Does to one request what is on now, and says what that was. */
  const serve = async (request: Request, response: ServerResponse): Promise<Done> => {
    const met = fault?.share === undefined || random() < fault.share ? fault : undefined;
    switch (met?.kind) {
      case 'slow':
        await sleep(met.by);
        answer(response, await arrive(request));
        return 'slow';
      case 'cut':
        cut(response, await arrive(request), random());
        return 'cut';
      case 'lost':
        await arrive(request);
        reset(response);
        return 'lost';
      case 'busy':
        response.writeHead(429, { 'retry-after': String(met.retryAfter) }).end('too many requests');
        return 'busy';
      case 'error':
        response.writeHead(500).end('internal error');
        return 'error';
      case 'garbage': {
        const { headers } = await arrive(request);
        answer(response, { status: 200, headers, body: garbage(random()) });
        return 'garbage';
      }
      case 'stale': {
        const reply = isRead(request) ? earlier.get(questionOf(request)) : undefined;
        if (reply === undefined) break;
        answer(response, reply);
        return 'stale';
      }
      case 'refused':
      case undefined:
    }
    answer(response, await arrive(request));
    return 'passed';
  };

  const take = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = incoming;
    const request = { method, path: url, headers, body: await buffer(incoming) };
    const done = await serve(request, response).catch((): Done => {
      reset(response);
      return 'unreachable';
    });
    counts[done] += 1;
  };
  const listen = async (): Promise<void> => {
    if (server !== undefined) return;
    server = createServer((incoming, response) => {
      // Whoever goes away in the middle of a request has sent none.
      take(incoming, response).catch(() => response.destroy());
    });
    await once(server.listen(port, '127.0.0.1'), 'listening');
  };
  const close = async (): Promise<void> => {
    if (server === undefined) return;
    const closed = once(server.close(), 'close');
    server.closeAllConnections();
    server = undefined;
    await closed;
  };

  await listen();
  return {
    url: `http://127.0.0.1:${port}`,
    counts,
    async set(next) {
      if (next?.kind === 'stale' && fault?.kind !== 'stale') earlier = new Map(last);
      fault = next;
      await (next?.kind === 'refused' ? close() : listen());
    },
    stop: close,
  };
}

function answer(response: ServerResponse, { status, headers, body }: Reply): void {
  response.writeHead(status, { ...headers, 'content-length': body.length }).end(body);
}

/** Sends a part of the body and ends the connection, so that its length does not hold. */
function cut(response: ServerResponse, { status, headers, body }: Reply, where: number): void {
  response.writeHead(status, { ...headers, 'content-length': Math.max(1, body.length) });
  response.write(body.subarray(0, Math.floor(where * body.length)), () => reset(response));
}

function reset(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}
