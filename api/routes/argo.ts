import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { answers } from '../answers.ts';
import { checkSees } from '../auth/access.ts';
import { gateState } from '../call-ins/gate-state.ts';
import { toVerdict, verdictOfLane, verdictOfRelease } from '../call-ins/verdict.ts';
import type { ApiContext } from '../context.ts';
import { callInVerdict } from '../wire/call-in.ts';
import { laneId, releaseId, version } from '../wire/names.ts';
import type { App } from './index.ts';

/** GET /v1/call-ins/argo/…: what the `web` metric of Argo Rollouts asks. Whatever is no 2xx is an error to it. */
export function addArgo(app: App, context: ApiContext): void {
  const schema = {
    tags: ['call-ins'],
    response: answers(
      { 200: callInVerdict },
      'invalid_request',
      'forbidden',
      'release_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  const config = { role: 'viewer' } as const;

  const release = {
    ...schema,
    summary: "Argo Rollouts: a release's verdict",
    params: z.object({ id: releaseId }),
  };
  app.get('/v1/call-ins/argo/releases/:id', { schema: release, config }, async (request) =>
    verdictOfRelease(context, request.params.id),
  );

  const lane = {
    ...schema,
    summary: "Argo Rollouts: the verdict of a lane's last release, or of the last one of a version",
    params: z.object({ lane: laneId }),
    querystring: z.strictObject({ version: version.exactOptional() }),
  };
  app.get('/v1/call-ins/argo/lanes/:lane', { schema: lane, config }, async (request) =>
    verdictOfLane(context, request.params.lane, request.query.version),
  );

  const gate = {
    ...schema,
    response: answers({ 200: callInVerdict }, 'invalid_request', 'forbidden', 'registry_unavailable'),
    summary: 'Argo Rollouts: whether a gate is open',
    params: z.object({ namespace: name, name }),
  };
  app.get('/v1/call-ins/argo/gates/:namespace/:name', { schema: gate, config }, async (request) => {
    const { params, principal } = request;
    checkSees(principal, `${params.name}.${params.namespace}`);
    const state = await gateState(context, { ...params, kind: 'gate' });
    const sentence = `the gate ${params.name} in ${params.namespace} is ${state}`;
    return toVerdict(state === 'open' ? 'Successful' : 'Running', sentence);
  });
}
