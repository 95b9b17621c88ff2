import type { FastifyRequest } from 'fastify';

/** How late a token that was revoked or has expired ends what it opened, in milliseconds. */
const EVERY = 30_000;

/**
 * Ends a stream when the token that opened it is refused by now; the answer ends the looking. A workload's JWT expires
 * while its pipeline still follows, so of these it counts how they were at the begin.
 */
export function whileKnown({ principal, isRefused }: FastifyRequest, end: () => void): () => void {
  if (principal.kind !== 'token') return () => undefined;
  const timer = setInterval(() => {
    void isRefused().then((refused) => {
      if (refused) end();
    });
  }, EVERY);
  return () => clearInterval(timer);
}
