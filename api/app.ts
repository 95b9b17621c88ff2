/** The HTTP API as a Fastify app that listens nowhere yet, so that tests can inject requests. */
import fastify, { LogController, type FastifyError } from 'fastify';
import { serializeJson } from './serialize.ts';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { addAccess } from './auth/access.ts';
import type { LocalToken } from './auth/local-token.ts';
import { answerBrokenRequest } from './broken-request.ts';
import type { ApiContext } from './context.ts';
import { ApiError } from './errors.ts';
import { checkHost, checkMediaType, checkSite } from './guard.ts';
import { SAFE_HEADERS } from './safe-headers.ts';
import { describeApi } from './openapi/describe-api.ts';
import { BODY_LIMIT, replyProblem } from './problem-reply.ts';
import { makeServer } from './http-server.ts';
import { requestId } from './request-id.ts';
import { addRoutes, type App } from './routes/index.ts';
import { keepStreams } from './stream/keep-streams.ts';
import type { Certificate } from './tls/certificate.ts';

/** What only a server knows when it makes the app. */
export interface AppParts {
  /** Absent: nobody is let in by the token of this machine. */
  localToken?: LocalToken;
  /** Absent: plain HTTP. */
  certificate?: Certificate;
  /** Event streams at once; absent: 1,000. */
  mostStreams?: number;
}

/** Makes the app. Nothing is shared between apps, and nothing runs before a request comes. */
export async function createApp(context: ApiContext, parts: AppParts = {}): Promise<App> {
  const { trustedProxies } = context.settings;
  const app = fastify({
    loggerInstance: context.log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_LIMIT,
    serverFactory: (listener) => makeServer(listener, parts.certificate),
    trustProxy: trustedProxies.length === 0 ? false : trustedProxies,
    clientErrorHandler: answerBrokenRequest,
    genReqId: requestId,
    routerOptions: { maxParamLength: 200 },
    frameworkErrors: (error, request, reply) => void replyProblem(error, request, reply),
  }).withTypeProvider<ZodTypeProvider>();
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
    checkHost(request, context.settings);
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
  await addAccess(app, context, parts.localToken);
  await describeApi(app);
  const streams = keepStreams(app, parts.mostStreams);
  await app.register(async (scope: App) => addRoutes(scope, { ...context, streams }));
  return app;
}
