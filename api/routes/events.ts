import { z } from 'zod';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { describeRelease, unknownRelease } from '../releases/read.ts';
import { archivedView } from '../releases/reports.ts';
import { listEvents } from '../releases/events.ts';
import { createFollowed } from '../stream/followed.ts';
import { createOpenStreams } from '../stream/open-streams.ts';
import { openStream } from '../stream/sse.ts';
import { eventPage, type EventPage } from '../wire/event.ts';
import { releaseId } from '../wire/names.ts';
import type { App } from './index.ts';

/** Streams at once in one process: far more than people look at, and few enough for its memory. */
const MOST_STREAMS = 1000;

const eventHeaders = z.looseObject({
  'last-event-id': z
    .string()
    .regex(/^\d{1,9}$/, 'expected the number of an event')
    .exactOptional()
    .describe('Events with a higher number are sent; absent sends all.'),
});

/** The query of a page of events; a stream takes none of it. */
const eventQuery = z.strictObject({
  kind: z.string().min(1).max(50).exactOptional().describe('Such as verdict or held.'),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,9}$/, 'expected `next` of the page before')
    .exactOptional(),
});

/** GET /v1/releases/:id/events: the release as server-sent events, until it has finished. */
export function addEvents(app: App, context: ApiContext): void {
  const followed = createFollowed(context);
  const open = createOpenStreams(MOST_STREAMS);
  const schema = {
    summary: 'Follow a release: `event` (id is its number), `status` (the release), `problem`',
    tags: ['releases'],
    params: z.object({ id: releaseId }),
    headers: eventHeaders,
    querystring: eventQuery,
    response: answers(
      { 200: eventPage },
      'worker_unavailable',
      'invalid_request',
      'release_not_found',
      'too_many_streams',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/releases/:id/events', { schema, config: { role: 'viewer' } }, async (request, reply) => {
    if (wantsPage(request.headers.accept))
      return reply.send(await pageOf(context, request.params.id, request.query));
    open.refuseMore();
    const { id } = request.params;
    const known =
      (await describeRelease(context, id)) ?? (await archivedView(context.settings.archive.folder, id));
    if (known === undefined) throw unknownRelease(id);
    open.refuseMore();
    reply.hijack();
    let stop = (): void => undefined;
    let forget = (): void => undefined;
    const stream = openStream(reply.raw, { 'x-request-id': request.id }, () => {
      stop();
      forget();
    });
    forget = open.add(stream.end);
    stop = followed.listen(id, stream, Number(request.headers['last-event-id'] ?? 0));
    return undefined;
  });
  app.addHook('preClose', async () => {
    open.endAll();
  });
}

/** Whoever asks for JSON by name gets what there is, and not a stream. */
function wantsPage(accept = ''): boolean {
  return accept.includes('application/json') && !accept.includes('text/event-stream');
}

async function pageOf(
  context: ApiContext,
  id: string,
  { cursor = '0', ...query }: z.output<typeof eventQuery>,
): Promise<EventPage> {
  return listEvents(context, id, { ...query, after: Number(cursor) });
}
