import { createHash } from 'node:crypto';
import type { Principal } from '../auth/principal.ts';
import type { Caller } from '../caller.ts';

/** Who acts from Slack. The trigger is the key: however often Slack tells of one click, it acts once. */
export function callerInSlack(principal: Principal, trigger: string, said: object): Caller {
  return {
    principal,
    source: 'slack',
    key: hash(`slack\n${principal.name}\n${trigger}`),
    bodyHash: hash(JSON.stringify(said)),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
