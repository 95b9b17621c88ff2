import { answers } from '../answers.ts';
import type { RouteContext } from '../context.ts';
import { createBoard } from '../lanes/board.ts';
import { board } from '../wire/board.ts';
import type { App } from './index.ts';

/** GET /v1/lanes/events: every lane at a glance, as server-sent events for whoever asks for these by name. */
export function addBoard(app: App, context: RouteContext): void {
  const { streams } = context;
  const lanes = createBoard(context);
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
    streams.begin(request, reply, (stream) => lanes.listen(stream, principal));
    return undefined;
  });
}
