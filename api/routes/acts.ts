import { z } from 'zod';
import { actOnRelease, guardedActs, type GuardedActName } from '../acts/act-on-release.ts';
import { answers } from '../answers.ts';
import { callerOf, guardedHeaders } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ifMatched, meant } from '../etag.ts';
import { releaseId } from '../wire/names.ts';
import { releaseView } from '../wire/release.ts';
import { guardedRequest } from '../wire/submit.ts';
import type { App } from './index.ts';

const summaries: Record<GuardedActName, string> = {
  approve: 'Approve the present step, as one of the people it waits for',
  promote: 'End the present wait once; recorded as promoted, never as passed',
  pause: 'Stop advancing; the watch goes on',
  resume: 'Advance again after a pause',
  retry: 'Repeat the held step',
  'override-freeze': 'Let this one release raise traffic whatever is frozen now; it needs a reason',
  leave: 'Let go of the release as it stands; its lane stays blocked until an adopt',
};
const names = ['approve', 'promote', 'pause', 'resume', 'retry', 'override-freeze', 'leave'] as const;

/** POST /v1/releases/:id/ACT for the acts that mean one state of the release. */
export function addActs(app: App, context: ApiContext): void {
  for (const act of names) {
    const schema = {
      summary: summaries[act],
      tags: ['acts'],
      params: z.object({ id: releaseId }),
      headers: guardedHeaders,
      body: guardedRequest,
      response: answers(
        { 200: releaseView },
        'invalid_request',
        'precondition_failed',
        'precondition_required',
        'malformed_json',
        'reason_required',
        'approval_by_author',
        'not_an_approver',
        'forbidden',
        'release_not_found',
        'stale_act',
        'act_not_possible',
        'idempotency_key_reused',
        'worker_unavailable',
        'temporal_unavailable',
      ),
    };
    // Which role approves is for the step to say.
    const role = act === 'approve' ? 'viewer' : guardedActs[act].role;
    app.post(`/v1/releases/:id/${act}`, { schema, config: { role } }, async (request) => {
      const { id } = request.params;
      const caller = callerOf(request, `${act} ${id}`, request.body);
      const status = await ifMatched(caller, async () =>
        actOnRelease(context, caller, id, act, meant(caller, request.body)),
      );
      return { ...status, stale: false };
    });
  }
}
