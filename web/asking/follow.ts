/** Follows an event stream of the API for as long as somebody looks, over lost connections and restarts. */
import { EventSourceParserStream } from 'eventsource-parser/stream';
import { request } from './ask.ts';
import { AskFailure } from './failure.ts';

/** Silence after which a connection is taken as dead, in milliseconds; a live one speaks every 15 s. */
const SILENCE = 40_000;
/** Time before the first and at most before a later attempt to connect again, in milliseconds. */
const PAUSES = { first: 500, most: 10_000 };
/** A connection that lasted so long was a good one, in milliseconds. */
const STOOD = 5000;
/** A browser opens few connections to one host, so a tab that nobody sees gives its own back after this time. */
const UNSEEN = 10_000;

/** What is told of a stream. */
export interface Follower {
  /** One message; `data` is as the API declares it. */
  message: (event: string, data: unknown) => void;
  /** `undefined`: it comes in. Else why it does not; it is tried again unless `final`. */
  trouble: (why: string | undefined, final: boolean) => void;
  /** The number of the last event that is known; the stream goes on after it. */
  after?: () => number;
  /** Whether everything has come that ever will. */
  isOver?: () => boolean;
}

/** Begins to follow; the answer ends it. */
export function follow(path: string, follower: Follower): () => void {
  const stop = new AbortController();
  void keepFollowing(path, follower, stop.signal);
  return () => stop.abort();
}

async function keepFollowing(path: string, follower: Follower, stop: AbortSignal): Promise<void> {
  let pause = PAUSES.first;
  while (!stop.aborted) {
    await whileUnseen(stop);
    const began = performance.now();
    try {
      await followOnce(path, follower, stop);
      if (stop.aborted || follower.isOver?.() === true) return;
      if (!document.hidden) follower.trouble('the connection was lost', false);
    } catch (error) {
      if (stop.aborted) return;
      const why = error instanceof AskFailure ? error.message : 'the connection was lost';
      const final = error instanceof AskFailure && error.final;
      follower.trouble(why, final);
      if (final) return;
    }
    // One that ends as soon as it begins is not asked for again and again.
    if (performance.now() - began > STOOD) pause = PAUSES.first;
    await sleep(pause * (0.5 + Math.random()), stop);
    pause = Math.min(PAUSES.most, pause * 2);
  }
}

async function followOnce(path: string, follower: Follower, stop: AbortSignal): Promise<void> {
  const end = new AbortController();
  const after = follower.after?.() ?? 0;
  const signal = AbortSignal.any([stop, end.signal]);
  const watching = watchOver(end);
  try {
    const answer = await request(path, {
      signal,
      headers: { accept: 'text/event-stream', ...(after === 0 ? {} : { 'last-event-id': String(after) }) },
    });
    if (answer.body === null) return;
    follower.trouble(undefined, false);
    const texts = answer.body.pipeThrough(watching.heard).pipeThrough(new TextDecoderStream());
    // Safari cannot go through a stream by `for await`.
    const messages = texts.pipeThrough(new EventSourceParserStream()).getReader();
    for (let next = await messages.read(); !next.done; next = await messages.read()) {
      const { event = 'message', data } = next.value;
      follower.message(event, JSON.parse(data));
    }
  } catch (error) {
    // It was let go since nobody sees it.
    if (error instanceof AskFailure || !document.hidden || stop.aborted) throw error;
  } finally {
    watching.over();
    end.abort();
  }
}

/** Ends a connection that is silent for too long, or whose tab nobody sees. */
function watchOver(end: AbortController): {
  heard: TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>;
  over: () => void;
} {
  let timer = setTimeout(() => end.abort(), SILENCE);
  let unseen: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(unseen);
    if (document.hidden) unseen = setTimeout(() => end.abort(), UNSEEN);
  };
  document.addEventListener('visibilitychange', look);
  return {
    heard: new TransformStream({
      transform: (chunk, controller) => {
        clearTimeout(timer);
        timer = setTimeout(() => end.abort(), SILENCE);
        controller.enqueue(chunk);
      },
    }),
    over: () => {
      clearTimeout(timer);
      clearTimeout(unseen);
      document.removeEventListener('visibilitychange', look);
    },
  };
}

/** Waits until somebody sees the tab. */
async function whileUnseen(stop: AbortSignal): Promise<void> {
  while (document.hidden && !stop.aborted) {
    await new Promise<void>((resolve) => {
      const done = (): void => {
        document.removeEventListener('visibilitychange', done);
        stop.removeEventListener('abort', done);
        resolve();
      };
      document.addEventListener('visibilitychange', done);
      stop.addEventListener('abort', done);
    });
  }
}

async function sleep(milliseconds: number, stop: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    stop.addEventListener('abort', done);
  });
}
