import { z } from 'zod';
import { endToken, makeToken, toTokenView } from '../acts/tokens.ts';
import { answers } from '../answers.ts';
import { actHeaders, callerOf } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { highestFirst, pageByKey } from '../page-by-key.ts';
import { readRegistry } from '../registry/read-registry.ts';
import { registryRefusals } from '../registry/refusals.ts';
import { optionalReasonBody } from '../wire/reason-body.ts';
import { tokenBody, tokenList, tokenMade, tokenQuery, tokenView } from '../wire/token.ts';
import type { App } from './index.ts';

const config = { role: 'admin', everyLane: true } as const;

/** GET and POST /v1/tokens, POST /v1/tokens/:token/revoke. */
export function addTokens(app: App, context: ApiContext): void {
  const list = {
    summary: 'API tokens, also those that ended within 30 days; never the tokens themselves',
    tags: ['tokens'],
    querystring: tokenQuery,
    response: answers({ 200: tokenList }, 'invalid_request', 'forbidden', 'registry_unavailable'),
  };
  app.get('/v1/tokens', { schema: list, config }, async ({ query }) => {
    const { name, state, ...asked } = query;
    const { tokens: kept } = await readRegistry(context);
    const shown = kept
      .map((token) => toTokenView(token, Date.now()))
      .filter((token) => name === undefined || token.name === name)
      .filter((token) => state === undefined || token.state === state);
    const { page: tokens, ...more } = pageByKey(shown, {
      list: 'tokens',
      keyOf: ({ id }) => highestFirst(Number(id.slice(1))),
      ...asked,
    });
    return { tokens, ...more };
  });

  const make = {
    summary: 'Make an API token: `secret` is it, and is shown this once',
    tags: ['tokens'],
    headers: actHeaders,
    body: tokenBody,
    response: answers({ 201: tokenMade }, ...registryRefusals, 'token_exists', 'too_many_tokens'),
  };
  app.post('/v1/tokens', { schema: make, config }, async (request, reply) => {
    const caller = callerOf(request, 'create token', request.body);
    return reply.code(201).send(await makeToken(context, caller, request.body));
  });

  const revoke = {
    summary: 'End an API token, by its id or its name, at once',
    tags: ['tokens'],
    params: z.object({ token: z.string().min(1).max(63) }),
    headers: actHeaders,
    body: optionalReasonBody,
    response: answers({ 200: tokenView }, ...registryRefusals, 'token_not_found'),
  };
  app.post('/v1/tokens/:token/revoke', { schema: revoke, config }, async (request) => {
    const { token } = request.params;
    const caller = callerOf(request, `revoke token ${token}`, request.body);
    return endToken(context, caller, token, request.body);
  });
}
