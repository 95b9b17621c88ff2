/** What somebody may do, in words. Pure. */
import type { Whoami } from '../../api/wire/whoami.ts';
import { ROLES, type Role } from '../../config/grants.ts';

/** The roles of somebody with where they hold, the farthest first: `operator in shop@*, cart@*`. */
export function rolesInWords({ grants }: Pick<Whoami, 'grants'>): string[] {
  const lanes = new Map<Role, string[]>();
  for (const { role, lanes: of } of grants) lanes.set(role, [...(lanes.get(role) ?? []), ...of]);
  return ROLES.toReversed().flatMap((role) => {
    const of = lanes.get(role);
    if (of === undefined) return [];
    return [of.includes('*@*') ? `${role} in every lane` : `${role} in ${[...new Set(of)].join(', ')}`];
  });
}

/** The farthest role that somebody has anywhere, in one word. */
export function farthestRole({ grants }: Pick<Whoami, 'grants'>): string {
  return ROLES.toReversed().find((role) => grants.some((grant) => grant.role === role)) ?? 'no role';
}
