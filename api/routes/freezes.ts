import { z } from 'zod';
import { liftFreeze, makeFreeze } from '../acts/freezes.ts';
import { answers } from '../answers.ts';
import { may } from '../auth/principal.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { listFreezes } from '../freezes/list.ts';
import { registryRefusals } from '../registry/refusals.ts';
import { freezeBody, freezeList, freezeQuery, freezeView } from '../wire/freeze.ts';
import { reasonBody } from '../wire/reason-body.ts';
import type { App } from './index.ts';

/** GET and POST /v1/freezes, and POST /v1/freezes/:id/end. */
export function addFreezes(app: App, context: ApiContext): void {
  const list = {
    summary: 'What keeps traffic from being raised, and when each lane may be released into next',
    tags: ['freezes'],
    querystring: freezeQuery,
    response: answers({ 200: freezeList }, 'invalid_request', 'registry_unavailable'),
  };
  app.get('/v1/freezes', { schema: list, config: { role: 'viewer' } }, async ({ query, principal }) =>
    listFreezes(context, query, (lane) => may(principal, 'viewer', lane)),
  );

  const create = {
    summary: 'Freeze lanes for a time: no release raises traffic in them',
    tags: ['freezes'],
    headers: actHeaders,
    body: freezeBody,
    response: answers({ 201: freezeView }, ...registryRefusals, 'too_many_freezes'),
  };
  app.post('/v1/freezes', { schema: create, config: { role: 'operator' } }, async (request, reply) => {
    const caller = callerOf(request, 'freeze', request.body);
    return reply.code(201).send(await makeFreeze(context, caller, request.body));
  });

  const end = {
    summary: 'End a freeze early: releases that wait for it go on',
    tags: ['freezes'],
    params: z.object({
      id: z.string().regex(/^f[1-9][0-9]{0,8}$/, 'expected the id of a freeze, such as f3'),
    }),
    headers: actHeaders,
    body: reasonBody,
    response: answers({ 200: freezeView }, ...registryRefusals, 'freeze_not_found', 'freeze_over'),
  };
  app.post('/v1/freezes/:id/end', { schema: end, config: { role: 'operator' } }, async (request) => {
    const { id } = request.params;
    const caller = callerOf(request, `end ${id}`, request.body);
    return liftFreeze(context, caller, id, request.body.reason);
  });
}
