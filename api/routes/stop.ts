import { endStop, stopEverything } from '../acts/stop.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { registryRefusals } from '../registry/refusals.ts';
import { stopBody, stopView } from '../wire/freeze.ts';
import { reasonBody } from '../wire/reason-body.ts';
import type { App } from './index.ts';

/** POST /v1/stop: no release raises traffic any more. POST /v1/stop/end: they may again. */
export function addStop(app: App, context: ApiContext): void {
  const stop = {
    summary: 'Stop everything: no release raises traffic; those that run are held, or undone',
    tags: ['freezes'],
    headers: actHeaders,
    body: stopBody,
    response: answers({ 200: stopView }, ...registryRefusals, 'reason_required'),
  };
  app.post('/v1/stop', { schema: stop, config: { role: 'operator' } }, async (request) =>
    stopEverything(context, callerOf(request, 'stop', request.body), request.body),
  );

  const end = {
    summary: 'End the stop, as an admin: releases that are held by it go on',
    tags: ['freezes'],
    headers: actHeaders,
    body: reasonBody,
    response: answers({ 200: stopView }, ...registryRefusals),
  };
  app.post('/v1/stop/end', { schema: end, config: { role: 'admin' } }, async (request) =>
    endStop(context, callerOf(request, 'end stop', request.body), request.body.reason),
  );
}
