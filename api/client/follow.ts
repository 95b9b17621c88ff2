/** Follows a release over server-sent events, also over lost connections and restarts of the daemon. */
import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AxiosInstance } from 'axios';
import { isAxiosError } from 'axios';
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { z } from 'zod';
import { ClientFailure, isFinal, toFailure } from './failure.ts';
import { releaseEvent, type ReleaseEvent } from '../wire/event.ts';
import { problem } from '../wire/problem.ts';
import { releaseView, type ReleaseView } from '../wire/release.ts';

/** Time between two attempts to connect, in milliseconds. */
const PAUSE = 1000;
/** Silence after which a connection is taken as dead, in milliseconds; a live one speaks every 15 s. */
const SILENCE = 40_000;

/** What comes while a release is followed. */
export type Followed =
  | { kind: 'event'; event: ReleaseEvent }
  | { kind: 'status'; view: ReleaseView }
  | { kind: 'problem'; detail: string }
  | { kind: 'connection'; state: 'lost' | 'back'; detail: string };

/**
 * Everything that happens to a release, each event once and in order, until it has finished or `stop` is
 * aborted. Throws a `ClientFailure` when the first connection fails or the API refuses; a connection that is
 * lost later is made again for as long as it takes, and both are told.
 */
export async function* followRelease(
  http: AxiosInstance,
  url: string,
  stop: AbortSignal,
): AsyncGenerator<Followed> {
  let after = 0;
  let connected = false;
  let lost = false;
  while (!stop.aborted) {
    try {
      const stream = await connect(http, url, after, stop);
      if (lost) yield { kind: 'connection', state: 'back', detail: 'the API answers again' };
      connected = true;
      lost = false;
      for await (const followed of messages(stream)) {
        if (followed.kind === 'event') after = followed.event.number;
        yield followed;
        if (followed.kind === 'status' && hasEnded(followed.view, after)) return;
      }
    } catch (error) {
      const failure = toFailure(error, `GET ${url}`);
      if (!stop.aborted && (!connected || isFinal(failure))) throw failure;
    }
    if (stop.aborted) return;
    if (!lost)
      yield { kind: 'connection', state: 'lost', detail: 'the connection to the API was lost; trying again' };
    lost = true;
    await sleep(PAUSE, undefined, { signal: stop }).catch(() => undefined);
  }
}

function hasEnded(view: ReleaseView, after: number): boolean {
  return view.phase === 'finished' && !view.stale && after >= view.events;
}

async function connect(
  http: AxiosInstance,
  url: string,
  after: number,
  stop: AbortSignal,
): Promise<Readable> {
  const headers = { accept: 'text/event-stream', ...(after === 0 ? {} : { 'last-event-id': String(after) }) };
  try {
    const asked = { headers, responseType: 'stream' as const, signal: stop, timeout: SILENCE };
    const { data } = await http.get<unknown>(url, asked);
    if (data instanceof Readable) return data;
  } catch (error) {
    throw await withBody(error, url);
  }
  throw new ClientFailure('unexpected_answer', `${url} did not answer with a stream`, `GET ${url}`);
}

/** A refusal of a request for a stream has its body as a stream too. */
async function withBody(error: unknown, url: string): Promise<unknown> {
  if (!isAxiosError<unknown>(error) || !(error.response?.data instanceof Readable)) return error;
  let text = '';
  for await (const chunk of error.response.data) text += String(chunk);
  const told = problem.safeParse(parseJson(text));
  if (!told.success) return error;
  return new ClientFailure(told.data.code, told.data.detail, `GET ${url}`, error.response.status);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

async function* messages(stream: Readable): AsyncGenerator<Followed> {
  const timer = setTimeout(() => stream.destroy(new Error('the stream is silent')), SILENCE);
  stream.on('data', () => timer.refresh());
  try {
    const texts = Readable.toWeb(stream).pipeThrough(new TextDecoderStream());
    for await (const { event, data } of texts.pipeThrough(new EventSourceParserStream())) {
      const followed = understand(event, data);
      if (followed !== undefined) yield followed;
    }
  } finally {
    clearTimeout(timer);
    stream.destroy();
  }
}

function understand(event: string | undefined, data: string): Followed | undefined {
  const value = parseJson(data);
  switch (event) {
    case 'event':
      return { kind: 'event', event: releaseEvent.parse(value) };
    case 'status':
      return { kind: 'status', view: releaseView.parse(value) };
    case 'problem':
      return { kind: 'problem', detail: z.object({ detail: z.string() }).parse(value).detail };
    default:
      return undefined;
  }
}
