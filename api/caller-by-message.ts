import { createHash } from 'node:crypto';
import type { Principal } from './auth/principal.ts';
import type { Caller } from './caller.ts';

/**
 * Who acts by a signed message. `thing` names what the message is about, so that a repeat of it acts once; `said` is
 * what it asks for, so that the same thing with something else asked is refused.
 */
export function callerBy(
  principal: Principal,
  source: 'github' | 'webhook' | 'slack',
  thing: string,
  said: object,
): Caller {
  return { principal, source, key: hash(`${source}\n${thing}`), bodyHash: hash(JSON.stringify(said)) };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
