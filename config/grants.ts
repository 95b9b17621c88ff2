/** Who may do what in which lanes. */

/** What somebody may do: `operator` and `approver` each include `viewer`, `admin` includes all. */
export const ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;

/** One of the roles. */
export type Role = (typeof ROLES)[number];

/** A role in some lanes. */
export interface Grant {
  role: Role;
  /** `SERVICE@ENVIRONMENT`; each part may be `*`, which stands for any. */
  lanes: string[];
  /** May act above the role in these lanes with a reason; it is recorded and pages. */
  breakGlass?: true;
}

const INCLUDES: Record<Role, readonly Role[]> = {
  viewer: ['viewer'],
  operator: ['operator', 'viewer'],
  approver: ['approver', 'viewer'],
  admin: ROLES,
};

/** Whether somebody with the role `has` may do what `needed` may. */
export function includesRole(has: Role, needed: Role): boolean {
  return INCLUDES[has].includes(needed);
}

/**
 * Whether a pattern covers a lane, which is `SERVICE.ENVIRONMENT` or `SERVICE@ENVIRONMENT`. A lane that is itself a
 * pattern is covered where every lane that it stands for is.
 */
export function coversLane(pattern: string, lane: string): boolean {
  const [service, environment] = pattern.split('@');
  const [asked, where] = lane.split(/[.@]/);
  if (!service || !environment || !asked || !where) return false;
  return (service === '*' || service === asked) && (environment === '*' || environment === where);
}
