import swagger from '@fastify/swagger';
import { createJsonSchemaTransform, createJsonSchemaTransformObject } from 'fastify-type-provider-zod';
import type { App } from './routes/index.ts';
import { wire } from './wire/registry.ts';

const DESCRIPTION = `Brings new versions of services into production step by step.
Errors are application/problem+json with a stable code. Times are milliseconds since the epoch, weights are basis points.`;

const toJsonSchema = createJsonSchemaTransform({ schemaRegistry: wire });

/** Collects the schemas of all routes that are added later, and serves them as OpenAPI 3.1. */
export async function describeApi(app: App): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: { title: 'Sluice', version: '1', description: DESCRIPTION },
    },
    transform: (input) => {
      const { schema, url } = toJsonSchema(input);
      const { role } = input.route.config ?? {};
      return { schema: { ...schema, 'x-sluice-role': role }, url };
    },
    transformObject: createJsonSchemaTransformObject({ schemaRegistry: wire }),
  });
  app.get('/openapi.json', { schema: { hide: true }, config: { role: 'open' } }, () => app.swagger());
}
