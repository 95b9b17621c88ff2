import { z } from 'zod';
import { approve, leave, pause, promote, resume, retry } from '../../workflows/messages.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { askRelease } from '../release-update.ts';
import { releaseId } from '../wire/names.ts';
import { releaseView } from '../wire/release.ts';
import { guardedBody } from '../wire/submit.ts';
import type { App } from './index.ts';

const acts = {
  approve: { update: approve, summary: 'Approve the present step, as one of the people it waits for' },
  promote: { update: promote, summary: 'End the present wait once; recorded as promoted, never as passed' },
  pause: { update: pause, summary: 'Stop advancing; the watch goes on' },
  resume: { update: resume, summary: 'Advance again after a pause' },
  retry: { update: retry, summary: 'Repeat the held step' },
  leave: {
    update: leave,
    summary: 'Let go of the release as it stands; its lane stays blocked until an adopt',
  },
} as const;

/** POST /v1/releases/:id/ACT for the acts that mean one state of the release. */
export function addActs(app: App, context: ApiContext): void {
  for (const [act, { update, summary }] of Object.entries(acts)) {
    const schema = {
      summary,
      tags: ['acts'],
      params: z.object({ id: releaseId }),
      headers: actHeaders,
      body: guardedBody,
      response: answers(
        { 200: releaseView },
        'invalid_request',
        'malformed_json',
        'reason_required',
        'approval_by_author',
        'not_an_approver',
        'release_not_found',
        'stale_act',
        'act_not_possible',
        'idempotency_key_reused',
        'worker_unavailable',
        'temporal_unavailable',
      ),
    };
    app.post(`/v1/releases/:id/${act}`, { schema }, async (request) => {
      const { id } = request.params;
      if (act === 'leave' && request.body.reason === '') {
        throw new ApiError('reason_required', 'leave needs a reason; say why nobody else should undo it');
      }
      const caller = callerOf(request.headers, `${act} ${id}`, request.body);
      const status = await askRelease(context, id, update, { ...request.body, ...caller });
      return { ...status, stale: false };
    });
  }
}
