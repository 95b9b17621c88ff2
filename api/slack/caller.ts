import type { Principal } from '../auth/principal.ts';
import { callerBy } from '../caller-by-message.ts';
import type { Caller } from '../caller.ts';

/** Who acts from Slack. The trigger is the key: however often Slack tells of one click, it acts once. */
export function callerInSlack(principal: Principal, trigger: string, said: object): Caller {
  return callerBy(principal, 'slack', `${principal.name}\n${trigger}`, said);
}
