import { z } from 'zod';
import { answers } from '../answers.ts';
import { checkSees } from '../auth/access.ts';
import type { Principal } from '../auth/principal.ts';
import { verdictOfLane, verdictOfRelease } from '../call-ins/verdict.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { laneOf } from '../releases/workflow-ids.ts';
import { callInVerdict, flaggerBody, told, type CallInVerdict } from '../wire/call-in.ts';
import type { App } from './index.ts';

/** Flagger goes on at 2xx. */
const GO = z.enum([
  'confirm-rollout',
  'pre-rollout',
  'rollout',
  'confirm-traffic-increase',
  'confirm-promotion',
]);
/** Flagger only tells. */
const TOLD = z.enum(['post-rollout', 'event']);

/**
 * POST /v1/call-ins/flagger/:hook: Flagger's webhooks, answered by a verdict of Sluice. They are called at each of its
 * intervals, so they only read. Anything but a decided verdict is refused: Flagger waits then.
 */
export function addFlagger(app: App, context: ApiContext): void {
  const common = { tags: ['call-ins'], body: flaggerBody };
  const config = { role: 'viewer', basic: true } as const;

  const go = {
    ...common,
    summary: 'Flagger: may it go on? 200 only where the release that is asked about has completed',
    params: z.object({ hook: GO }),
    response: answers(
      { 200: callInVerdict },
      'invalid_request',
      'malformed_json',
      'forbidden',
      'not_passed',
      'release_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.post('/v1/call-ins/flagger/:hook', { schema: go, config }, async (request) => {
    const verdict = await verdictFor(context, request);
    if (verdict.phase === 'Successful') return verdict;
    throw notPassed(verdict, 'Flagger has to wait');
  });

  const rollback = {
    ...go,
    params: z.object({}),
    summary: 'Flagger: has the release that is asked about failed? 200 takes it back',
  };
  app.post('/v1/call-ins/flagger/rollback', { schema: rollback, config }, async (request) => {
    const verdict = await verdictFor(context, request);
    if (verdict.phase === 'Failed') return verdict;
    throw notPassed(verdict, 'there is nothing to take back');
  });

  for (const hook of TOLD.options) {
    const schema = {
      ...common,
      summary: `Flagger: ${hook}, which is logged`,
      response: answers({ 200: told }, 'invalid_request', 'malformed_json', 'forbidden'),
    };
    app.post(`/v1/call-ins/flagger/${hook}`, { schema, config }, (request) => {
      const { name, namespace, phase, checksum } = request.body;
      request.log.info({ hook, canary: name, namespace, phase, checksum }, 'Flagger told something');
      return { taken: true as const };
    });
  }
}

async function verdictFor(
  context: ApiContext,
  { principal, body }: { principal: Principal; body: z.output<typeof flaggerBody> },
): Promise<CallInVerdict> {
  const { release, lane, version } = body.metadata ?? {};
  if (release !== undefined) {
    checkSees(principal, laneOf(release));
    return verdictOfRelease(context, release);
  }
  if (lane !== undefined) {
    checkSees(principal, lane);
    return verdictOfLane(context, lane, version);
  }
  throw new ApiError(
    'invalid_request',
    'metadata of the webhook names neither a release nor a lane, so nothing is asked',
  );
}

function notPassed({ phase, sentence, release }: CallInVerdict, then: string): ApiError {
  return new ApiError('not_passed', `${release ?? 'the release'} is ${phase}: ${sentence}; ${then}`);
}
