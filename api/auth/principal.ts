/** Who asks, and what they may do. */
import { coversLane, includesRole, type Grant, type Role } from '../../config/grants.ts';

/** Every lane that there is or may ever be. */
export const EVERY_LANE = '*@*';

/** Who asks: made anew for every request, and trusted by all that comes after. */
export interface Principal {
  /** Recorded with every act. Two principals of one name are one person to approvals. */
  name: string;
  kind: 'anonymous' | 'token' | 'oidc' | 'slack' | 'github' | 'webhook';
  grants: Grant[];
  /** Groups of people that it stands for, to approvals that name groups. */
  groups: string[];
}

/**
 * Whether somebody has a role in a lane, `SERVICE.ENVIRONMENT` or `SERVICE@ENVIRONMENT`; without one, in every lane.
 * Each part of a lane may be `*`: then the role has to reach all of what it stands for.
 */
export function may({ grants }: Principal, role: Role, lane = EVERY_LANE): boolean {
  return grants.some((grant) => includesRole(grant.role, role) && covers(grant, lane));
}

/** Whether somebody has a role in any lane at all. */
export function maySomewhere({ grants }: Principal, role: Role): boolean {
  return grants.some((grant) => includesRole(grant.role, role));
}

/** Patterns of the lanes that somebody may see. */
export function lanesSeen({ grants }: Principal): string[] {
  const seeing = grants.filter(({ role }) => includesRole(role, 'viewer'));
  return [...new Set(seeing.flatMap(({ lanes }) => lanes))];
}

/** Whether somebody may act above their role in a lane, with a reason. */
export function mayBreakGlass({ grants }: Principal, lane: string): boolean {
  return grants.some((grant) => grant.breakGlass === true && covers(grant, lane));
}

/** Somebody on this machine while there is no authentication; the name is as claimed. */
export function anonymous(name: string): Principal {
  return { name, kind: 'anonymous', grants: [{ role: 'admin', lanes: [EVERY_LANE] }], groups: [] };
}

/** Whoever asks what everybody may know. */
export const NOBODY: Principal = { name: 'nobody', kind: 'anonymous', grants: [], groups: [] };

function covers({ lanes }: Grant, lane: string): boolean {
  return lanes.some((pattern) => coversLane(pattern, lane));
}
