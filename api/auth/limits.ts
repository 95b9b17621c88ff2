/** How much one principal, and whoever guesses at credentials, may ask. */
import rateLimit, { type CreateRateLimitOptions } from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Limits } from '../../config/schema/network.ts';
import { ApiError } from '../errors.ts';
import type { App } from '../routes/index.ts';

const MINUTE = 60_000;

/** Counts, and refuses what is too much with `rate_limited` and Retry-After. */
export interface Limiter {
  /** Before a credential is looked at. */
  beforeLogin: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
  failedLogin: (request: FastifyRequest) => Promise<void>;
  /** Once it is known who asks. */
  request: (request: FastifyRequest, reply: FastifyReply) => Promise<void>;
}

/** Makes the limits of one process; undefined where none are set. */
export async function addLimits(app: App, limits: Limits | undefined): Promise<Limiter | undefined> {
  if (limits === undefined) return undefined;
  await app.register(rateLimit, { global: false });
  const counter = (max: number, keyGenerator?: CreateRateLimitOptions['keyGenerator']) =>
    app.createRateLimit({ max, timeWindow: MINUTE, ...(keyGenerator === undefined ? {} : { keyGenerator }) });
  const failed = counter(limits.failedLoginsPerMinute);
  const asked = counter(limits.requestsPerMinute, ({ principal }) => `${principal.kind} ${principal.name}`);
  return {
    beforeLogin: async (request, reply) => {
      const { max = 0, remaining, ttlInSeconds } = await look(failed, request, false);
      if (remaining > 0) return;
      tooMuch(reply, ttlInSeconds, `${max} credentials of this address were refused within a minute`);
    },
    failedLogin: async (request) => {
      await failed(request);
    },
    request: async (request, reply) => {
      const { isExceeded, ttlInSeconds } = await look(asked, request, true);
      const { name } = request.principal;
      if (isExceeded)
        tooMuch(reply, ttlInSeconds, `${name} asks more than ${limits.requestsPerMinute} times a minute`);
    },
  };
}

type Counter = ReturnType<App['createRateLimit']>;

async function look(counter: Counter, request: FastifyRequest, increment: boolean) {
  const found = await counter(request, { increment });
  if (found.isAllowed) return { max: undefined, remaining: Infinity, ttlInSeconds: 0, isExceeded: false };
  return found;
}

function tooMuch(reply: FastifyReply, seconds: number, what: string): never {
  reply.header('retry-after', Math.max(1, seconds));
  throw new ApiError('rate_limited', `${what}; wait ${Math.max(1, seconds)} s`);
}
