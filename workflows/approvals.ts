/** Who may approve, who has, and what is still missing. Pure: the same step and approvals give the same answers. */
import { isOpen, namedApprovers, whoApproves } from '../config/approvers.ts';
import type { ApproveStep } from '../config/plan.ts';
import type { Act, ApprovalView, ReleaseInput } from './messages.ts';

/** Who started the release, and for whom. */
type Started = Pick<ReleaseInput, 'actor' | 'authors'>;

/** One approval that was taken. */
export interface Approval {
  actor: string;
  at: number;
  /** The groups of the step that it counts for; left out where the step names none, or the person by name. */
  groups?: string[];
}

/** Why somebody's approval is not taken, with the code of the refusal. */
export interface Refused {
  code: 'approval_by_author' | 'not_an_approver' | 'act_not_possible';
  message: string;
}

/** Why this act does not count toward the step: its author's, one of somebody who may not, or a second one. */
export function refuseApprover(
  step: ApproveStep,
  started: Started,
  approvals: readonly Approval[],
  { actor, groups = [], roles }: Pick<Act, 'actor' | 'groups' | 'roles'>,
): Refused | undefined {
  const isFor = started.authors?.includes(actor) ?? false;
  if (actor === started.actor || isFor) {
    const message = `${started.actor} started this release${isFor ? ` for ${actor}` : ''}; somebody else has to approve it`;
    return { code: 'approval_by_author', message };
  }
  if (approvals.some((approval) => approval.actor === actor)) {
    return { code: 'act_not_possible', message: `${actor} has approved already` };
  }
  // Without roles it is from before they were told.
  if (roles !== undefined && !roles.includes(step.role) && !roles.includes('admin')) {
    return { code: 'not_an_approver', message: `${actor} has not the role ${step.role} in this lane` };
  }
  if (isOpen(step) || step.people?.includes(actor) || countsFor(step, groups).length > 0) return undefined;
  return {
    code: 'not_an_approver',
    message: `${actor} may not approve this: it is for ${namedApprovers(step)}`,
  };
}

/** The approval that this act is. */
export function toApproval(step: ApproveStep, { actor, groups = [] }: Act, at: number): Approval {
  const counted = countsFor(step, groups);
  return { actor, at, ...(counted.length === 0 ? {} : { groups: counted }) };
}

/** Enough people have approved, and enough of each group. Who is in two groups counts for both. */
export function isApproved(step: ApproveStep, approvals: readonly Approval[]): boolean {
  return approvals.length >= step.count && lacking(step, approvals).length === 0;
}

/** How many have approved, in words: `1 of 2 approvals, 0 of 1 from security`. */
export function howMany(step: ApproveStep, approvals: readonly Approval[]): string {
  const short = lacking(step, approvals).map(({ name, least, given }) => `${given} of ${least} from ${name}`);
  return [`${approvals.length} of ${step.count} approvals`, ...short].join(', ');
}

/** Who could approve, in words, such as `members of payments with the role approver, but not ann who started it`. */
export function whoMay(step: ApproveStep, { actor, authors = [] }: Started): string {
  const not = authors.length === 0 ? `${actor} who` : `${authors.join(' or ')}, for whom ${actor}`;
  return `${whoApproves(step)}, but not ${not} started it`;
}

/** How the approval stands, for every surface. */
export function toApprovalView(
  step: ApproveStep,
  started: Started,
  approvals: readonly Approval[],
): ApprovalView {
  const who = whoMay(step, started);
  const { actor: author, authors } = started;
  return {
    count: step.count,
    given: approvals.length,
    role: step.role,
    groups: standing(step, approvals),
    people: step.people ?? [],
    author,
    ...(authors === undefined ? {} : { authors }),
    onDeadline: step.onDeadline,
    who,
    sentence: `${howMany(step, approvals)}; it waits for ${who}`,
  };
}

function countsFor({ groups = [] }: ApproveStep, of: readonly string[]): string[] {
  return groups.map(({ name }) => name).filter((name) => of.includes(name));
}

function standing({ groups = [] }: ApproveStep, approvals: readonly Approval[]): ApprovalView['groups'] {
  return groups.map(({ name, least }) => {
    const given = approvals.filter((approval) => approval.groups?.includes(name)).length;
    return { name, least, given };
  });
}

function lacking(step: ApproveStep, approvals: readonly Approval[]): ApprovalView['groups'] {
  return standing(step, approvals).filter(({ least, given }) => given < least);
}
