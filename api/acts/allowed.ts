import { ROLES, type Role } from '../../config/grants.ts';
import type { Act } from '../../workflows/messages.ts';
import { forbidden } from '../auth/access.ts';
import { EVERY_LANE, may, mayBreakGlass } from '../auth/principal.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { readRegistry } from '../registry/read-registry.ts';

/**
 * The act of a caller who may do it: every act is made here, so none is sent unchecked. Throws `forbidden`, and
 * `reason_required` where somebody breaks the glass and does not say why.
 */
export function allowed(caller: Caller, role: Role, lane: string, reason: string): Act {
  const act = actOf(caller, lane, reason);
  const { principal } = caller;
  if (may(principal, role, lane)) return act;
  const above = mayBreakGlass(principal, lane);
  if (!above || caller.breakGlass === undefined) {
    const refused = forbidden(principal, role, lane);
    if (!above) throw refused;
    throw new ApiError('forbidden', `${refused.message}, or break the glass (--break-glass) with a reason`);
  }
  if (reason.trim() !== '') return { ...act, roles: [...(act.roles ?? []), role], breakGlass: true };
  throw new ApiError('reason_required', 'whoever breaks the glass has to say why');
}

/** The same for what belongs to no lane. The glass cannot be broken for it: it would stay open. */
export function allowedEverywhere(caller: Caller, role: Role, reason: string): Act {
  if (may(caller.principal, role)) return actOf(caller, EVERY_LANE, reason);
  throw forbidden(caller.principal, role, EVERY_LANE);
}

/**
 * The same for what may raise traffic, which nobody does while the registry cannot be read: whether somebody's token
 * was revoked is not known then. Throws `registry_unavailable`.
 */
export async function allowedToRaise(
  context: ApiContext,
  caller: Caller,
  role: Role,
  lane: string,
  reason: string,
): Promise<Act> {
  const act = allowed(caller, role, lane, reason);
  if (caller.principal.kind !== 'anonymous') await readRegistry(context);
  return act;
}

function actOf({ principal, source, seen, key, bodyHash }: Caller, lane: string, reason: string): Act {
  return {
    actor: principal.name,
    reason,
    source,
    roles: ROLES.filter((each) => may(principal, each, lane)),
    ...(principal.groups.length === 0 ? {} : { groups: principal.groups }),
    ...(seen === undefined ? {} : { seen }),
    ...(key === undefined ? {} : { key }),
    ...(bodyHash === undefined ? {} : { bodyHash }),
  };
}
