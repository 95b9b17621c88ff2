/** Who users of GitHub are to Sluice. */
import type { GithubSettings } from '../../../config/schema/github.ts';
import type { Principal } from '../../auth/principal.ts';

type Users = GithubSettings['users'];

/** Somebody who was named in the settings, with the rights that they have there; undefined for anybody else. */
export function principalOf(users: Users, login: string): Principal | undefined {
  const known = find(users, login);
  if (known === undefined) return undefined;
  return { name: known.name, kind: 'github', grants: known.grants, groups: known.groups };
}

/** The name under which acts of a user are recorded: that of the settings, else the login with where it is from. */
export function nameOf(users: Users, login: string): string {
  return find(users, login)?.name ?? `${login.replace('[bot]', '.bot')}@github`;
}

/** GitHub's logins know no case. */
function find(users: Users, login: string): Users[string] | undefined {
  const lower = login.toLowerCase();
  return Object.entries(users).find(([known]) => known.toLowerCase() === lower)?.[1];
}
