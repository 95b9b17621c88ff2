import { z } from 'zod';
import { readReport } from '../../activities/archive/read.ts';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { readRelease } from '../releases/read.ts';
import { reportView } from '../wire/archived.ts';
import { releaseId } from '../wire/names.ts';
import type { App } from './index.ts';

/** GET /v1/releases/:id/report: the archived report of a finished release. */
export function addReport(app: App, context: ApiContext): void {
  const schema = {
    summary: 'The immutable report of a finished release, with the counts of every block',
    tags: ['releases'],
    params: z.object({ id: releaseId }),
    response: answers(
      { 200: reportView },
      'release_not_found',
      'report_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/releases/:id/report', { schema, config: { role: 'viewer' } }, async ({ params: { id } }) => {
    const report = await readReport(context.settings.archive.folder, id);
    if (report !== undefined) return report;
    const { phase } = await readRelease(context, id);
    const why = phase === 'finished' ? 'it could not be archived; see its events' : 'it still runs';
    throw new ApiError('report_not_found', `${id} has no report: ${why}`);
  });
}
