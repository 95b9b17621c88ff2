import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { createBoard } from '../lanes/board.ts';
import { createOpenStreams } from '../stream/open-streams.ts';
import { openStream } from '../stream/sse.ts';
import { board } from '../wire/board.ts';
import type { App } from './index.ts';

/** Streams at once in one process. */
const MOST_STREAMS = 1000;

/** GET /v1/lanes/events: every lane at a glance, as server-sent events for whoever asks for these by name. */
export function addBoard(app: App, context: ApiContext): void {
  const lanes = createBoard(context);
  const open = createOpenStreams(MOST_STREAMS);
  const schema = {
    summary:
      'Follow all lanes: `lanes` (what looks different; first all), `looked` (nothing does), `problem`',
    tags: ['lanes'],
    response: answers({ 200: board }, 'too_many_streams', 'temporal_unavailable'),
  };
  app.get('/v1/lanes/events', { schema, config: { role: 'viewer' } }, async (request, reply) => {
    const { principal } = request;
    if (request.headers.accept?.includes('text/event-stream') !== true)
      return reply.send(await lanes.look(principal));
    open.refuseMore();
    reply.hijack();
    let stop = (): void => undefined;
    let forget = (): void => undefined;
    const stream = openStream(reply.raw, { 'x-request-id': request.id }, () => {
      stop();
      forget();
    });
    forget = open.add(stream.end);
    stop = lanes.listen(stream, principal);
    return undefined;
  });
  app.addHook('preClose', async () => {
    open.endAll();
  });
}
