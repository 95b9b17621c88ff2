/** To approve a release, and who it is offered to: the step says whose approval counts. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { ROLES, type Role } from '../../../config/grants.ts';

type Approval = NonNullable<ReleaseView['approval']>;

/** The role that the step asks for; a page that does not know it offers nobody too much. */
export function roleToApprove({ role }: Approval): Role {
  return ROLES.find((each) => each === role) ?? 'admin';
}

/** What an approval comes to. */
export function approvingDoes({ given, count, who }: Approval): string {
  const left = count - given - 1;
  const then =
    left > 0 ? `${left} more ${left === 1 ? 'is' : 'are'} needed then.` : 'The release goes on then.';
  return `Counts as one of ${count}. ${then} (${who})`;
}

/** Why the approval of somebody who has the role does not count; undefined where it does. */
export function whyNotApproved({ approval, approvals }: ReleaseView, who: Whoami): string | undefined {
  // Where nobody is asked who they are, the name is only claimed, and the release compares it.
  if (approval === undefined || who.kind === 'anonymous') return undefined;
  const { author, authors = [], groups, people } = approval;
  if ([author, ...authors].includes(who.name)) return 'Whoever started a release cannot approve it.';
  if (approvals.some(({ actor }) => actor === who.name)) return 'You have approved it already.';
  const open = groups.length === 0 && people.length === 0;
  const named = people.includes(who.name) || groups.some(({ name }) => who.groups.includes(name));
  return open || named ? undefined : `It waits for ${approval.who}.`;
}
