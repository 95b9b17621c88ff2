import swagger from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from '../routes/index.ts';
import { wire } from '../wire/registry.ts';
import { annotate } from './annotate.ts';
import { areAnswers, withCommon } from './common-answers.ts';
import { dropUnused } from './drop-unused.ts';

const DESCRIPTION = `Brings new versions of services into production step by step.
Errors are application/problem+json with a stable code. Times are milliseconds since the epoch, weights are basis points.`;

const WRITING = { schemaRegistry: wire, zodToJsonConfig: { override: annotate } };
const toJsonSchema = createJsonSchemaTransform(WRITING);
const withSchemas = createJsonSchemaTransformObject(WRITING);

/** Collects the schemas of all routes that are added later, and serves them as OpenAPI 3.1. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Sluice', version: '1', description: DESCRIPTION },
      components: {
        securitySchemes: {
          bearer: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A token of sluice token create, or a JWT of an issuer in the settings. Without `auth` in them none is asked for.',
          },
          basic: {
            type: 'http',
            scheme: 'basic',
            description: 'A token of sluice token create as the password, under any name.',
          },
        },
      },
      security: [{ bearer: [] }, {}],
    },
    transform: ({ schema, url, route, ...more }) => {
      const method = String(route.method);
      const response = areAnswers(schema?.response)
        ? withCommon(schema.response, method, route.config?.role)
        : undefined;
      const own = {
        ...schema,
        operationId: operationId(method, url),
        ...(response === undefined ? {} : { response }),
        ...(route.config?.role === 'open' || route.config?.role === 'signed' ? { security: [] } : {}),
        ...(route.config?.basic === true ? { security: [{ bearer: [] }, { basic: [] }, {}] } : {}),
      };
      const shown = toJsonSchema({ schema: own, url, route, ...more });
      const access = {
        'x-sluice-role': route.config?.role,
        ...(route.config?.everyLane === true ? { 'x-sluice-every-lane': true } : {}),
      };
      return { schema: { ...shown.schema, ...access }, url: shown.url };
    },
    transformObject: (given) => {
      const document = withSchemas(given);
      dropUnused(document);
      return document;
    },
  });
  app.get('/openapi.json', { schema: { hide: true }, config: { role: 'open' } }, () => app.swagger());
}

/** `GET /v1/releases/:id/events` is `getReleasesByIdEvents`. */
function operationId(method: string, url: string): string {
  const parts = url.split('/').filter((part) => part !== '' && part !== 'v1');
  const words = parts.flatMap((part) => (part.startsWith(':') ? ['by', part.slice(1)] : part.split(/\W+/)));
  return [method.toLowerCase(), ...words.map((word) => word.charAt(0).toUpperCase() + word.slice(1))].join(
    '',
  );
}
