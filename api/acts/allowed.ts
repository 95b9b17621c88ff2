import { ROLES, type Role } from '../../config/grants.ts';
import type { Act } from '../../workflows/messages.ts';
import { forbidden } from '../auth/access.ts';
import { may, mayBreakGlass } from '../auth/principal.ts';
import type { Caller } from '../caller.ts';
import { ApiError } from '../errors.ts';

/**
 * The act of a caller who may do it: every act is made here, so none is sent unchecked. Throws `forbidden`, and
 * `reason_required` where somebody breaks the glass and does not say why.
 */
export function allowed(caller: Caller, role: Role, lane: string, reason: string): Act {
  const { principal, source, key, bodyHash } = caller;
  const roles = ROLES.filter((each) => may(principal, each, lane));
  const act: Act = {
    actor: principal.name,
    reason,
    source,
    roles,
    ...(principal.groups.length === 0 ? {} : { groups: principal.groups }),
    ...(key === undefined ? {} : { key }),
    ...(bodyHash === undefined ? {} : { bodyHash }),
  };
  if (may(principal, role, lane)) return act;
  const above = mayBreakGlass(principal, lane);
  if (!above || caller.breakGlass === undefined) {
    const refused = forbidden(principal, role, lane);
    if (!above) throw refused;
    throw new ApiError('forbidden', `${refused.message}, or break the glass (--break-glass) with a reason`);
  }
  if (reason.trim() !== '') return { ...act, roles: [...roles, role], breakGlass: true };
  throw new ApiError('reason_required', 'whoever breaks the glass has to say why');
}
