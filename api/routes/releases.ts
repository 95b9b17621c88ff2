import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { answers } from '../answers.ts';
import { lanesSeen } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { sendTagged } from '../etag.ts';
import { readCursor } from '../releases/cursor.ts';
import { listReleases } from '../releases/list.ts';
import { readRelease } from '../releases/read.ts';
import { moment } from '../wire/moment.ts';
import { laneId, releaseId, version } from '../wire/names.ts';
import { cursor } from '../wire/page.ts';
import { outcome, phase, releasePage, releaseView } from '../wire/release.ts';
import type { App } from './index.ts';

/** The query of a list of releases. */
const listQuery = z.strictObject({
  service: name.exactOptional(),
  environment: name.exactOptional(),
  lane: laneId.exactOptional(),
  version: version.exactOptional(),
  phase: phase.exactOptional(),
  outcome: outcome.exactOptional(),
  from: moment.exactOptional().describe('Begun from then on; written as in GET /v1/audit.'),
  to: moment.exactOptional().describe('Begun before then.'),
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor,
});

/** GET /v1/releases and GET /v1/releases/:id. */
export function addReleases(app: App, context: ApiContext): void {
  const list = {
    summary: 'List releases: running ones first, then finished ones, newest first',
    tags: ['releases'],
    querystring: listQuery,
    response: answers({ 200: releasePage }, 'invalid_request', 'temporal_unavailable'),
  };
  app.get('/v1/releases', { schema: list, config: { role: 'viewer' } }, async (request) => {
    const { limit, cursor: after, ...filter } = request.query;
    const from = after === undefined ? undefined : readCursor(after);
    return listReleases(context, { ...filter, lanes: lanesSeen(request.principal) }, limit, from);
  });

  const one = {
    summary: 'Show one release, with the live figures of its watch',
    tags: ['releases'],
    params: z.object({ id: releaseId }),
    response: answers(
      { 200: releaseView },
      'invalid_request',
      'release_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/releases/:id', { schema: one, config: { role: 'viewer' } }, async (request, reply) => {
    const release = await readRelease(context, request.params.id);
    return sendTagged(request, reply, release.token, release);
  });
}
