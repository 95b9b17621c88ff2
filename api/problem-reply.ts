/** Turns whatever went wrong in a request into one problem+json answer. */
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ApiError, errors } from './errors.ts';
import { fromTemporal } from './temporal-errors.ts';
import type { Problem } from './wire/problem.ts';

/** Bodies of requests are at most this large, in bytes. */
export const BODY_LIMIT = 65_536;

/** Answers an error as problem+json. An unexpected one is logged in full and told in general. */
export async function replyProblem(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const known = toApiError(error, request.routeOptions.bodyLimit);
  if (known.code === 'internal') request.log.error({ err: error }, 'a request failed unexpectedly');
  if (known.code === 'body_too_large') dropRest(request, reply);
  if (known.code === 'unauthenticated') reply.header('www-authenticate', 'Bearer realm="sluice"');
  await reply
    .code(errors[known.code].status)
    .type('application/problem+json')
    .send(toProblem(known, request.id, request.url));
}

/**
 * A connection that is closed while its sender still writes may take the answer with it. So it stays, and what comes
 * is thrown away, for as long as a request may take at most.
 */
function dropRest(request: FastifyRequest, reply: FastifyReply): void {
  reply.removeHeader('connection');
  request.raw.resume();
}

/** The body of a problem+json answer. */
export function toProblem(error: ApiError, requestId: string, instance: string): Problem {
  const { status, title } = errors[error.code];
  return {
    type: `urn:sluice:error:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.message,
    instance,
    requestId,
    ...error.more,
  };
}

/** The error of the registry that stands for whatever was thrown. */
export function toApiError(error: unknown, bodyLimit = BODY_LIMIT): ApiError {
  if (error instanceof ApiError) return error;
  return fromFramework(error, bodyLimit) ?? fromTemporal(error) ?? unexpected();
}

function unexpected(): ApiError {
  return new ApiError('internal', 'an unexpected error; the log has it under this requestId');
}

/** What the readers of durations and the like add to their refusals. */
const withExpected = z.looseObject({ params: z.looseObject({ expected: z.string() }) });

function fromFramework(error: unknown, bodyLimit: number): ApiError | undefined {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const where = error.validationContext ?? 'request';
    const found = error.validation.map(({ instancePath, message = 'it is wrong', params }) => {
      const path = instancePath.slice(1).replaceAll('/', '.');
      const expected = withExpected.safeParse(params).data?.params.expected;
      return {
        in: where,
        path,
        message: expected === undefined ? message : `${message}; expected ${expected}`,
      };
    });
    const told = found.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
    return new ApiError('invalid_request', `in the ${where}: ${told.join('; ')}`, { invalid: found });
  }
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return new ApiError('body_too_large', `the body has more than ${bodyLimit} bytes; send less`);
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return mediaType();
    case 'FST_ERR_CTP_INVALID_JSON_BODY':
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new ApiError('malformed_json', 'the body cannot be read as JSON; send {} to say nothing');
    case 'FST_ERR_CTP_INVALID_CONTENT_LENGTH':
      return new ApiError('invalid_request', 'the body is not as long as Content-Length says');
    default:
      if (error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400)
        return new ApiError('malformed_json', `the body cannot be read as JSON: ${error.message}`);
      return isCallers(error)
        ? new ApiError('invalid_request', `it cannot be taken: ${error.message}`)
        : undefined;
  }
}

/** Whether the framework itself says that the caller is wrong, such as of a path that is too long. */
function isCallers(error: unknown): error is Error {
  if (!(error instanceof Error) || !('statusCode' in error)) return false;
  return typeof error.statusCode === 'number' && error.statusCode >= 400 && error.statusCode < 500;
}

/** The refusal of a POST that is not JSON. */
export function mediaType(): ApiError {
  const next = 'send Content-Type: application/json, with {} as the body where there is nothing to say';
  return new ApiError('unsupported_media_type', next);
}
