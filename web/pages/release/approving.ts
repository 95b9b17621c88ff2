/** To approve a release, and who it is offered to: the step says whose approval counts. Pure. */
import type { ReleaseView } from '../../../api/wire/release.ts';
import type { Whoami } from '../../../api/wire/whoami.ts';
import { ROLES, type Role } from '../../../config/grants.ts';

type Approval = NonNullable<ReleaseView['approval']>;

/** The role that the step asks for; a page that does not know it offers nobody too much. */
export function roleToApprove({ role }: Approval): Role {
  return ROLES.find((each) => each === role) ?? 'admin';
}

/** What the approval of somebody comes to. The release goes on with enough people, and enough of each group. */
export function approvingDoes({ given, count, groups, who }: Approval, by: Pick<Whoami, 'groups'>): string {
  const counts =
    given < count
      ? `Counts as one of ${count}.`
      : `Counts as one more than the ${count} that are asked for in all.`;
  const left = count - given - 1;
  const lacking = groups
    .map(({ name, least, given: has }) => ({ name, short: least - has - (by.groups.includes(name) ? 1 : 0) }))
    .filter(({ short }) => short > 0)
    .map(({ name, short }) => `${short} of ${name}`);
  const then = [
    ...(left > 0 ? [`${left} more ${left === 1 ? 'is' : 'are'} needed then.`] : []),
    ...(lacking.length > 0 ? [`It then still waits for ${lacking.join(' and ')}.`] : []),
  ];
  return [counts, ...(then.length === 0 ? ['The release goes on then.'] : then), `(${who})`].join(' ');
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
