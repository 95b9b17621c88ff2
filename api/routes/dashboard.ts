import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiContext } from '../context.ts';
import { loadDashboard, type Dashboard, type Encoding } from '../dashboard/built.ts';
import { missingPage, PAGE_HEADERS, pageFor } from '../dashboard/page.ts';
import { ApiError } from '../errors.ts';
import type { App } from './index.ts';

/** Names of assets change with what is in them. */
const FOR_EVER = 'public, max-age=31536000, immutable';

/** GET /ui/…: the dashboard. Nothing in it is secret: what it shows it asks of the API, with a credential. */
export function addDashboard(app: App, { settings, log }: ApiContext): void {
  const open = { schema: { hide: true }, config: { role: 'open' as const } };
  const access = settings.auth === undefined ? 'open' : 'credential';
  const dashboard = once(loadDashboard);

  // Relative, since a proxy may have taken a prefix away.
  app.get('/', open, async (_request, reply) => reply.redirect('ui/'));
  app.get('/ui', open, async (_request, reply) => reply.redirect('ui/'));

  const named = { ...open, schema: { ...open.schema, params: z.object({ name: z.string() }) } };
  app.get('/ui/assets/:name', named, async (request, reply) => {
    const { name } = request.params;
    const asset = (await dashboard()).assets.get(name);
    if (asset === undefined)
      throw new ApiError('route_not_found', `there is no asset ${name}; load the page`);
    const encoding = encodingFor(request);
    reply.headers({ 'cache-control': FOR_EVER, 'content-type': asset.type, vary: 'accept-encoding' });
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.send(asset.body[encoding]);
  });

  app.get('/ui/*', open, async (request, reply) => {
    let built: Dashboard;
    try {
      built = await dashboard();
    } catch (error) {
      log.error({ err: error }, 'there is no dashboard to show');
      const why = error instanceof Error ? error.message : String(error);
      return reply.code(503).headers(PAGE_HEADERS).send(missingPage(why));
    }
    const path = request.url.replace(/[?#].*$/s, '').slice('/ui/'.length);
    return sendPage(request, reply, pageFor(built.page, { path, access }));
  });
}

async function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  { html, etag }: { html: string; etag: string },
): Promise<FastifyReply> {
  reply.headers({ ...PAGE_HEADERS, etag });
  return request.headers['if-none-match'] === etag ? reply.code(304).send() : reply.send(html);
}

function encodingFor({ headers }: FastifyRequest): Encoding {
  const accepted = String(headers['accept-encoding'] ?? '');
  return (['br', 'gzip'] as const).find((each) => accepted.includes(each)) ?? 'identity';
}

/** Makes something once for all who ask; after a failure it is tried again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return async () => {
    made ??= make();
    try {
      return await made;
    } catch (error) {
      made = undefined;
      throw error;
    }
  };
}
