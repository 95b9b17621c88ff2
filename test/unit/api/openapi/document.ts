import type { App } from '../../../../api/routes/index.ts';
import { HOST } from '../offline-app.ts';

/** A schema as it stands in the document, or where it stands. */
export interface Schema {
  $ref?: string;
  properties?: object;
  examples?: unknown[];
}

type Content = Record<string, { schema: Schema }>;

/** One route in the document. */
export interface Operation {
  summary?: string;
  operationId?: string;
  'x-sluice-role'?: string;
  'x-sluice-every-lane'?: boolean;
  parameters?: { in: string; name: string }[];
  requestBody?: { content: Content };
  responses: Record<string, { description: string; content?: Content }>;
}

/** The document, as far as tests look at it. */
export interface OpenApi {
  openapi: string;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
}

/** What an app says of itself. */
export async function documentOf(app: App): Promise<OpenApi> {
  return (await app.inject({ url: '/openapi.json', headers: { host: HOST } })).json<OpenApi>();
}

/** Every route, such as `GET /v1/releases/{id}`. */
export function operationsOf({ paths }: OpenApi): [string, Operation][] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]): [string, Operation] => [
      `${method.toUpperCase()} ${path}`,
      operation,
    ]),
  );
}

/** Where a schema stands, what stands there. */
export function resolved({ components }: OpenApi, schema: Schema | undefined): Schema | undefined {
  return schema?.$ref === undefined ? schema : components.schemas[schema.$ref.split('/').at(-1) ?? ''];
}
