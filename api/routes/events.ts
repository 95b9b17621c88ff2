import { z } from 'zod';
import { answers } from '../answers.ts';
import type { ApiContext, RouteContext } from '../context.ts';
import { describeRelease, unknownRelease } from '../releases/read.ts';
import { archivedView } from '../releases/reports.ts';
import { listEvents } from '../releases/events.ts';
import { createFollowed } from '../stream/followed.ts';
import { eventPage, type EventPage } from '../wire/event.ts';
import { releaseId } from '../wire/names.ts';
import type { App } from './index.ts';

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
export function addEvents(app: App, context: RouteContext): void {
  const followed = createFollowed(context);
  const { streams } = context;
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
    streams.refuseMore();
    const { id } = request.params;
    const known =
      (await describeRelease(context, id)) ?? (await archivedView(context.settings.archive.folder, id));
    if (known === undefined) throw unknownRelease(id);
    const after = Number(request.headers['last-event-id'] ?? 0);
    streams.begin(request, reply, (stream) => followed.listen(id, stream, after));
    return undefined;
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
