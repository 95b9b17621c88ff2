import { z } from 'zod';
import { REGISTRY } from '../../workflows/registry-messages.ts';
import { readAuditCursor } from '../audit/cursor.ts';
import { readHead } from '../audit/head.ts';
import { listAudit } from '../audit/list.ts';
import { may } from '../auth/principal.ts';
import { answers } from '../answers.ts';
import type { ApiContext } from '../context.ts';
import { auditChain, auditPage, auditQuery, chainId } from '../wire/audit.ts';
import type { App } from './index.ts';

/** GET /v1/audit: what was done, by whom and why. GET /v1/audit/chains/:lane: what its owner wrote last. */
export function addAudit(app: App, context: ApiContext): void {
  const list = {
    summary: 'List acts: who did what, by what, why, and what it changed; newest first',
    tags: ['audit'],
    querystring: auditQuery,
    response: answers({ 200: auditPage }, 'invalid_request'),
  };
  app.get('/v1/audit', { schema: list, config: { role: 'viewer' } }, async (request) => {
    const { limit, cursor, ...filter } = request.query;
    const { principal } = request;
    // Tokens, freezes and the like concern every lane.
    const maySee = (chain: string): boolean =>
      chain === REGISTRY ? may(principal, 'viewer') : may(principal, 'viewer', chain);
    const after = cursor === undefined ? undefined : readAuditCursor(cursor);
    return listAudit(context.settings.archive.folder, filter, limit, maySee, after);
  });

  const one = {
    summary: 'The last line of a chain of acts as its owner remembers it, to hold a file against',
    tags: ['audit'],
    params: z.object({ lane: chainId }),
    response: answers(
      { 200: auditChain },
      'invalid_request',
      'lane_not_found',
      'worker_unavailable',
      'temporal_unavailable',
    ),
  };
  app.get(
    '/v1/audit/chains/:lane',
    { schema: one, config: { role: 'viewer' } },
    async ({ params: { lane: chain } }) => ({
      chain,
      head: await readHead(context, chain),
    }),
  );
}
