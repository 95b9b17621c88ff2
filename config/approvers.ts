/** Who may approve, in the words that every surface uses. */
import type { ApproveStep } from './plan.ts';

/** Anybody with the role counts: no group and no name is given. */
export function isOpen({ groups = [], people = [] }: ApproveStep): boolean {
  return groups.length === 0 && people.length === 0;
}

/** Whom the step names: `members of payments (at least 1) or ada`. Only where it is not open. */
export function namedApprovers({ groups = [], people = [] }: ApproveStep): string {
  const names = groups.map(({ name, least }) => (least === 0 ? name : `${name} (at least ${least})`));
  const members = names.length === 0 ? [] : [`members of ${anyOf(names)}`];
  return anyOf([...members, ...people]);
}

/** All of it: `members of payments or ada, with the role approver`. */
export function whoApproves(step: ApproveStep): string {
  const role = `with the role ${step.role}`;
  return isOpen(step) ? `anybody ${role}` : `${namedApprovers(step)}, ${role}`;
}

function anyOf(names: readonly string[]): string {
  const last = names.at(-1) ?? 'nobody';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} or ${last}`;
}
