import { z } from 'zod';
import { answerDeployment } from '../acts/answer-deployment.ts';
import { answers } from '../answers.ts';
import { forbidden } from '../auth/access.ts';
import { may } from '../auth/principal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { listProtections, readProtection } from '../protections.ts';
import { deploymentId, protectionList, protectionQuery, protectionView } from '../wire/protection.ts';
import { optionalReasonBody } from '../wire/reason-body.ts';
import type { App } from './index.ts';

/** GET /v1/protections, GET /v1/protections/:deployment, and the two answers to a deployment. */
export function addProtections(app: App, context: ApiContext): void {
  const list = {
    summary: 'Deployments of GitHub Actions that wait for Sluice, and those that were answered lately',
    tags: ['deployments'],
    querystring: protectionQuery,
    response: answers({ 200: protectionList }, 'invalid_request', 'forbidden', 'temporal_unavailable'),
  };
  app.get('/v1/protections', { schema: list, config: { role: 'viewer' } }, async ({ query, principal }) =>
    listProtections(context, query, (lane) => may(principal, 'viewer', ofRule(lane))),
  );

  const params = z.object({ deployment: deploymentId });
  const one = {
    summary: 'Show one deployment that waits or waited',
    tags: ['deployments'],
    params,
    response: answers(
      { 200: protectionView },
      'invalid_request',
      'forbidden',
      'deployment_not_found',
      'temporal_unavailable',
    ),
  };
  app.get('/v1/protections/:deployment', { schema: one, config: { role: 'viewer' } }, async (request) => {
    const deployment = await readProtection(context, request.params.deployment);
    const lane = ofRule(deployment.lane);
    if (may(request.principal, 'viewer', lane)) return deployment;
    throw forbidden(request.principal, 'viewer', lane);
  });

  for (const answer of ['approve', 'reject'] as const) {
    const schema = {
      summary: `${answer === 'approve' ? 'Approve' : 'Reject'} a deployment of GitHub Actions that waits`,
      tags: ['deployments'],
      params,
      headers: actHeaders,
      body: optionalReasonBody,
      response: answers(
        { 200: protectionView },
        'invalid_request',
        'malformed_json',
        'reason_required',
        'forbidden',
        'approval_by_author',
        'deployment_not_found',
        'act_not_possible',
        'idempotency_key_reused',
        'worker_unavailable',
        'temporal_unavailable',
      ),
    };
    const config = { role: 'approver' } as const;
    app.post(`/v1/protections/:deployment/${answer}`, { schema, config }, async (request) => {
      const { deployment } = request.params;
      const caller = callerOf(request, `${answer} deployment ${deployment}`, request.body);
      return answerDeployment(context, caller, deployment, answer, request.body.reason);
    });
  }
}

/** What no rule means may be anybody's: it takes the role in every lane. */
function ofRule(lane: string): string | undefined {
  return lane === '' ? undefined : lane;
}
