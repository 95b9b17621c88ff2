/** Entity tags of what can change: an answer is not sent again to who has it, and an act can mean what was seen. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ApiError } from './errors.ts';
import { toApiError } from './problem-reply.ts';

/** One ETag of this API: the token of a state, which an act compares, then a hash of all that was shown. */
export const ETAG = /^"([^"~\s]{1,300})~[0-9a-f]{16}"$/;

/** Gives an answer its ETag; 304 and nothing else to whoever names it in If-None-Match. */
export async function sendTagged(
  request: FastifyRequest,
  reply: FastifyReply,
  token: string,
  body: object,
): Promise<FastifyReply> {
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('hex').slice(0, 16);
  const tag = `"${token}~${hash}"`;
  reply.header('etag', tag);
  return isKnown(request.headers['if-none-match'], tag) ? reply.code(304).send() : reply.send(body);
}

/** Asks for an act; that what was seen is no more so is the failure of If-Match where the caller gave one. */
export async function ifMatched<T>({ seen }: { seen?: string }, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { code, message } = toApiError(error);
    if (seen === undefined || code !== 'stale_act') throw error;
    throw new ApiError('precondition_failed', message);
  }
}

/** Step and token that an act means: those of the body, else those of the ETag in If-Match. */
export function meant<Body extends { step?: number | undefined; token?: string | undefined }>(
  { seen }: { seen?: string },
  body: Body,
): Omit<Body, 'step' | 'token'> & { step: number; token: string } {
  const token = body.token ?? seen;
  const step = body.step ?? (token === undefined ? undefined : Number.parseInt(token, 10));
  if (token === undefined || step === undefined || Number.isNaN(step)) {
    const next = 'say step and token as you saw them, or send the ETag of the release as If-Match';
    throw new ApiError('precondition_required', `this act means one state of the release; ${next}`);
  }
  if (seen !== undefined && seen !== token) {
    throw new ApiError(
      'precondition_failed',
      `If-Match means ${seen}, and the body ${token}; say one of them`,
    );
  }
  return { ...body, step, token };
}

function isKnown(asked: string | undefined, tag: string): boolean {
  if (asked === undefined) return false;
  return asked.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);
}
