import { listReports } from '../../activities/archive/read.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import type { ApiContext } from '../context.ts';
import { DORA_DEFINITIONS } from '../dora/definitions.ts';
import { doraOf } from '../dora/figures.ts';
import { ApiError } from '../errors.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { dora, doraQuery } from '../wire/dora.ts';
import type { App } from './index.ts';

const PERIOD = 30 * 86_400_000;

/** GET /v1/dora: how often, how fast and how well each lane deploys, out of the archive's index. */
export function addDora(app: App, { settings }: ApiContext): void {
  const schema = {
    summary:
      'Deployment frequency, lead time, change fail rate and recovery time of each lane, as defined in it',
    tags: ['audit'],
    querystring: doraQuery,
    response: answers({ 200: dora }, 'invalid_request'),
  };
  app.get('/v1/dora', { schema, config: { role: 'viewer' } }, async ({ query, principal }) => {
    const { from: asked, to = Date.now(), ...filter } = query;
    const from = asked ?? Math.max(0, to - PERIOD);
    if (from >= to) throw new ApiError('invalid_request', 'in the querystring: from has to be before to');
    const entries = await listReports(settings.archive.folder, {
      ...filter,
      limit: Number.POSITIVE_INFINITY,
    });
    const lanes = [...Map.groupBy(entries, ({ lane }) => lane)]
      .filter(([lane]) => may(principal, 'viewer', lane))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([lane, releases]) => ({ lane, ...laneParts(lane), ...doraOf(releases, { from, to }) }));
    return { from, to, definitions: DORA_DEFINITIONS, lanes };
  });
}
