/** Who somebody in Slack is to Sluice. Being in a channel makes nobody anything. */
import type { SlackSettings, SlackUser } from '../../config/slack.ts';
import { askSlack, type SlackAccess } from '../../providers/notifiers/slack/web-client.ts';
import type { Principal } from '../auth/principal.ts';

/** How long an answer of Slack is believed, in milliseconds. */
const BELIEVED = 60_000;

/** Finds principals. What Slack says is kept for a minute. */
export interface WhoIsWho {
  /**
   * The principal of a Slack user; undefined where the settings have none. `groups`: with those of Slack's user groups,
   * which only approvals need. Throws where Slack has to be asked and does not answer.
   */
  principal: (userId: string, groups: boolean) => Promise<Principal | undefined>;
}

/** Makes it for the settings of one workspace. */
export function createWhoIsWho(slack: SlackSettings, environment: SlackAccess['environment']): WhoIsWho {
  const access = { settings: slack, environment };
  const emails = remembered(async (userId) => emailOf(access, userId));
  const members = remembered(async (group) => membersOf(access, group));
  const byEmail = new Map(Object.entries(slack.users).map(([key, user]) => [key.toLowerCase(), user]));
  const asksEmails = [...byEmail.keys()].some((key) => key.includes('@'));

  async function userOf(userId: string): Promise<SlackUser | undefined> {
    if (Object.hasOwn(slack.users, userId)) return slack.users[userId];
    const email = asksEmails ? await emails(userId) : undefined;
    return email === undefined ? undefined : byEmail.get(email);
  }

  async function groupsOf(userId: string): Promise<string[]> {
    const all = Object.entries(slack.groups).map(async ([group, name]) =>
      (await members(group)).includes(userId) ? [name] : [],
    );
    return (await Promise.all(all)).flat();
  }

  return {
    principal: async (userId, groups) => {
      const user = await userOf(userId);
      if (user === undefined) return undefined;
      const further = groups ? await groupsOf(userId) : [];
      const own = [...new Set([...user.groups, ...further])];
      return { name: user.name, kind: 'slack', grants: user.grants, groups: own };
    },
  };
}

/**
 * The e-mail address of a person of our own workspace, in lower case. Of others it is what their own workspace says,
 * which may be anything, so it counts for nothing; nor does that of an app or of somebody who has left.
 */
async function emailOf(access: SlackAccess, user: string): Promise<string | undefined> {
  const told = await askSlack(access, async (client) => client.users.info({ user }), {
    unless: ['user_not_found', 'user_not_visible'],
  });
  const { user: info } = told ?? {};
  if (info?.profile?.email === undefined || info.deleted === true || info.is_bot === true) return undefined;
  const own = await askSlack(access, async (client) => client.auth.test());
  const ours =
    own !== undefined &&
    ((own.team_id !== undefined && info.team_id === own.team_id) ||
      (own.enterprise_id !== undefined && info.enterprise_user?.enterprise_id === own.enterprise_id));
  return ours && info.is_stranger !== true ? info.profile.email.toLowerCase() : undefined;
}

async function membersOf(access: SlackAccess, usergroup: string): Promise<string[]> {
  const told = await askSlack(access, async (client) => client.usergroups.users.list({ usergroup }));
  return told?.users ?? [];
}

/** Asks once for each key, and again when the answer is old; a failure is not kept. */
function remembered<T>(ask: (key: string) => Promise<T>): (key: string) => Promise<T> {
  const kept = new Map<string, { at: number; answer: Promise<T> }>();
  return async (key) => {
    const now = Date.now();
    const before = kept.get(key);
    if (before !== undefined && now - before.at < BELIEVED) return before.answer;
    for (const [old, { at }] of kept) if (now - at >= BELIEVED) kept.delete(old);
    const answer = ask(key);
    kept.set(key, { at: now, answer });
    answer.catch(() => kept.delete(key));
    return answer;
  };
}
