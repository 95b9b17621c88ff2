/** The HTTP API as a Fastify app that listens nowhere yet, so that tests can inject requests. */
import fastify, { LogController, type FastifyError } from 'fastify';
import { serializeJson } from './serialize.ts';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { addAccess } from './auth/access.ts';
import { answerBrokenRequest } from './broken-request.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { checkHost, checkMediaType, checkSite } from './guard.ts';
import { SAFE_HEADERS } from './safe-headers.ts';
import { describeApi } from './openapi.ts';
import { BODY_LIMIT, replyProblem } from './problem-reply.ts';
import { requestId } from './request-id.ts';
import { addRoutes, type App } from './routes/index.ts';

/** Time in which a whole request has to arrive, in milliseconds. */
const REQUEST_TIMEOUT = 10_000;

/**
 * Connections at once; more are closed as they come. Whoever opens them takes none of the files that the daemon needs
 * for its own work.
 */
const MOST_CONNECTIONS = 2000;

/** Makes the app. Nothing is shared between apps, and nothing runs before a request comes. */
export async function createApp(context: ApiContext): Promise<App> {
  const app = fastify({
    loggerInstance: context.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    requestTimeout: REQUEST_TIMEOUT,
    // Node takes the larger of the two limits for the whole request, so both are set.
    http: {
      requestTimeout: REQUEST_TIMEOUT,
      headersTimeout: REQUEST_TIMEOUT,
      connectionsCheckingInterval: 1000,
    },
    clientErrorHandler: answerBrokenRequest,
    genReqId: requestId,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void replyProblem(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = MOST_CONNECTIONS;
  app.removeContentTypeParser('text/plain');
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializeJson);
  app.setErrorHandler<FastifyError>(replyProblem);
  app.setNotFoundHandler((request) => {
    const asked = `${request.method} ${request.url.slice(0, 200)}`;
    throw new ApiError('route_not_found', `there is no ${asked}; /openapi.json lists what there is`);
  });
  app.addHook('onRequest', async (request, reply) => {
    reply.headers({ ...SAFE_HEADERS, 'x-request-id': request.id });
    // A signature says who sends it, and its sender knows our name from outside alone.
    if (request.routeOptions.config.role === 'signed') return;
    checkHost(request, context.settings.listen.port);
    checkSite(request);
    checkMediaType(request);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, url } = request;
    const level = method === 'GET' || method === 'HEAD' ? 'debug' : 'info';
    request.log[level](
      { method, url, status: reply.statusCode, ms: Math.round(reply.elapsedTime) },
      'answered',
    );
  });
  addAccess(app, context);
  await describeApi(app);
  await app.register(async (scope: App) => addRoutes(scope, context));
  return app;
}
