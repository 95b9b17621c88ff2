/** Who calls, from where, and under which idempotency key: what every act carries. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditSource } from '../workflows/audit-messages.ts';
import type { Act } from '../workflows/messages.ts';
import { ETAG } from './etag.ts';
import { actorClaim } from './auth/actor-claim.ts';
import type { Principal } from './auth/principal.ts';

/** By what somebody acts. */
type Source = Exclude<AuditSource, 'temporal' | 'lane' | 'release'>;

/** The headers of every POST. */
export const actHeaders = z.looseObject({
  'sluice-actor': actorClaim.describe(
    'Who acts, recorded as claimed where the daemon has no `auth`; else it is who the credential names.',
  ),
  'idempotency-key': z
    .string()
    .min(1)
    .max(255)
    .exactOptional()
    .describe('The same key with the same body answers as before and changes nothing; another body is 422.'),
  'sluice-source': z
    .enum(['api', 'cli', 'dashboard'])
    .default('api')
    .describe('By what somebody acts, recorded as claimed.'),
  'sluice-break-glass': z
    .literal('yes')
    .exactOptional()
    .describe('Act above the own role, where that is granted: it takes a reason, is recorded, and pages.'),
});

/** The headers of a POST that may mean one state of what it changes. */
export const guardedHeaders = actHeaders.extend({
  'if-match': z
    .string()
    .regex(ETAG, 'expected one ETag of this API, as it came')
    .exactOptional()
    .describe('The ETag of what was seen: an act that comes too late is refused (412).'),
});

/** Who acts, by what, and under which key. The key and the hash are absent where a repeat acts again. */
export interface Caller {
  principal: Principal;
  source: Source;
  key?: string;
  bodyHash?: string;
  /** The state that was seen, of the ETag in If-Match. */
  seen?: string;
  /** Asks to act above the own role. */
  breakGlass?: true;
}

/** What of a request goes into its caller: the headers as they were validated. */
interface ActRequest {
  principal: Principal;
  headers: z.output<typeof actHeaders>;
}

/** Takes the caller from a request. The body counts by content, not by the order of its keys. */
export function callerOf({ principal, headers }: ActRequest, route: string, body: object): Caller {
  const key = headers['idempotency-key'];
  return {
    principal,
    source: headers['sluice-source'],
    ...(key === undefined
      ? {}
      : { key: hash(`${principal.name}\n${key}`), bodyHash: hash(`${route}\n${canonical(body)}`) }),
    ...seenIn(headers['if-match']),
    ...(headers['sluice-break-glass'] === undefined ? {} : { breakGlass: true }),
  };
}

function seenIn(tag: unknown): Pick<Caller, 'seen'> {
  const token = typeof tag === 'string' ? ETAG.exec(tag)?.[1] : undefined;
  return token === undefined ? {} : { seen: token };
}

/** An update id under which Temporal gives a repeated request the answer of the first; none without a key. */
export function updateId(act: Pick<Act, 'key' | 'bodyHash'>): { updateId?: string } {
  return act.key === undefined ? {} : { updateId: hash(`${act.key}\n${act.bodyHash ?? ''}`) };
}

function canonical(body: object): string {
  return JSON.stringify(Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
