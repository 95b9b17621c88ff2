/** Who calls, and under which idempotency key: what every act carries. */
import { createHash } from 'node:crypto';
import { z } from 'zod';

/** The headers of every POST. The actor is taken as claimed: there is no authentication yet. */
export const actHeaders = z.looseObject({
  'sluice-actor': z
    .string()
    .regex(/^[A-Za-z0-9@._+-]{1,100}$/, 'expected 1 to 100 letters, digits or any of @ . _ + -')
    .default('anonymous')
    .describe('Who acts, recorded as claimed and not verified.'),
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .exactOptional()
    .describe('The same key with the same body answers as before and changes nothing; another body is 422.'),
});

/** What of a request's headers goes into an act. */
export interface Caller {
  actor: string;
  key?: string;
  bodyHash?: string;
}

/** Takes the caller from validated headers. The body counts by content, not by the order of its keys. */
export function callerOf(headers: z.output<typeof actHeaders>, route: string, body: object): Caller {
  const actor = headers['sluice-actor'];
  const key = headers['idempotency-key'];
  if (key === undefined) return { actor };
  return { actor, key: hash(`${actor}\n${key}`), bodyHash: hash(`${route}\n${canonical(body)}`) };
}

/** An update id under which Temporal gives a repeated request the answer of the first; none without a key. */
export function updateId(caller: Caller): { updateId?: string } {
  return caller.key === undefined ? {} : { updateId: hash(`${caller.key}\n${caller.bodyHash ?? ''}`) };
}

function canonical(body: object): string {
  return JSON.stringify(Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
