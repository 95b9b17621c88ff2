import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../routes/index.ts';
import { createOpenStreams } from './open-streams.ts';
import { openStream, type EventStream } from './sse.ts';
import { whileKnown } from './while-known.ts';

/** Streams at once in one process, whatever they are of: far more than people look at, and few enough for its memory. */
const MOST_STREAMS = 1000;

/** The event streams of one app, which a process has one of. */
export interface KeptStreams {
  /** Throws `too_many_streams` where no further one may be opened. */
  refuseMore: () => void;
  /**
   * Answers a request by a stream that stays open; `listen` begins to fill it, and answers what ends that. Throws
   * `too_many_streams` where no further one may be opened.
   */
  begin: (request: FastifyRequest, reply: FastifyReply, listen: (stream: EventStream) => () => void) => void;
}

/**
 * Keeps the streams of all routes, at most `most` at once, and ends them when the server ends, or when the token that
 * opened them is refused.
 */
export function keepStreams(app: Pick<App, 'addHook'>, most = MOST_STREAMS): KeptStreams {
  const open = createOpenStreams(most);
  app.addHook('preClose', async () => {
    open.endAll();
  });
  return {
    refuseMore: open.refuseMore,
    begin(request, reply, listen) {
      open.refuseMore();
      reply.hijack();
      let stop = (): void => undefined;
      let forget = (): void => undefined;
      let look = (): void => undefined;
      const stream = openStream(reply.raw, { 'x-request-id': request.id }, () => {
        stop();
        forget();
        look();
      });
      forget = open.add(stream.end);
      look = whileKnown(request, stream.end);
      stop = listen(stream);
    },
  };
}
