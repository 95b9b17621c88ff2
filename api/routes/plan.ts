import { z } from 'zod';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { readInput } from '../releases/input.ts';
import { fromTemporal } from '../temporal-errors.ts';
import { unknownRelease } from '../releases/read.ts';
import { readArchived } from '../releases/reports.ts';
import { planView } from '../wire/archived.ts';
import { releaseId } from '../wire/names.ts';
import type { App } from './index.ts';

/** GET /v1/releases/:id/plan: the resolved plan that the release was started with. */
export function addPlan(app: App, context: ApiContext): void {
  const schema = {
    summary: 'The resolved plan of a release, which never changes; secrets in it are references',
    tags: ['releases'],
    params: z.object({ id: releaseId }),
    response: answers({ 200: planView }, 'release_not_found', 'plan_not_found', 'temporal_unavailable'),
  };
  app.get('/v1/releases/:id/plan', { schema, config: { role: 'viewer' } }, async ({ params: { id } }) => {
    try {
      const input = await readInput(context.client, id);
      if (input !== undefined) return { ...input.plan };
    } catch (error) {
      if (fromTemporal(error)?.code !== 'release_not_found') throw error;
      const archived = await readArchived(context.settings.archive.folder, id);
      if (archived === undefined) throw unknownRelease(id);
      return archived.input.plan;
    }
    throw new ApiError('plan_not_found', `the plan of ${id} cannot be read from its history`);
  });
}
