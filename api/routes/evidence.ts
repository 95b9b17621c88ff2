import { z } from 'zod';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { readEvidence } from '../releases/evidence.ts';
import { judgedRelease } from '../wire/judged.ts';
import { releaseId } from '../wire/names.ts';
import type { App } from './index.ts';

/** GET /v1/releases/:id/evidence: all that the verdict rests on, also of a release that still runs. */
export function addEvidence(app: App, context: ApiContext): void {
  const schema = {
    summary: 'What the verdict of a release rests on, block by block, also while it runs',
    tags: ['releases'],
    params: z.object({ id: releaseId }),
    response: answers(
      { 200: judgedRelease },
      'release_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/releases/:id/evidence', { schema, config: { role: 'viewer' } }, async ({ params: { id } }) =>
    readEvidence(context, id),
  );
}
