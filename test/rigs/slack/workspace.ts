/** What a fake workspace holds, and the methods of the Web API that change or show it. */
import { readContent, type Posted, type Whisper } from './posted.ts';

/** A person of the workspace, or of another one. */
export interface Person {
  email?: string;
  team?: string;
  bot?: boolean;
}

/** A workspace with one channel, of which the app is a member. */
export interface Workspace {
  channel: { id: string; name: string };
  people: Record<string, Person>;
  userGroups: Record<string, string[]>;
  messages: Posted[];
  whispers: Whisper[];
  /** What the next calls of a method are refused with. */
  refuse: Map<string, string>;
}

/** Id of the workspace. */
export const TEAM = 'T0FAKE00001';

/** An empty one. */
export function createWorkspace(): Workspace {
  return {
    channel: { id: 'C0RELEASES1', name: '#releases' },
    people: {},
    userGroups: {},
    messages: [],
    whispers: [],
    refuse: new Map(),
  };
}

type Given = Record<string, unknown>;

let newest = 0;

function post(space: Workspace, given: Given): object {
  const { channel, thread_ts: thread, reply_broadcast: broadcast } = given;
  if (channel !== space.channel.id && channel !== space.channel.name) throw new Error('channel_not_found');
  const { id } = space.channel;
  if (
    thread !== undefined &&
    !space.messages.some(({ ts, thread: of }) => ts === thread && of === undefined)
  ) {
    throw new Error('thread_not_found');
  }
  newest += 1;
  const ts = `1795478249.${String(newest).padStart(6, '0')}`;
  space.messages.push({
    channel: id,
    ts,
    ...readContent(given),
    ...(typeof thread === 'string' ? { thread } : {}),
    broadcast: String(broadcast) === 'true',
    edits: 0,
  });
  return { channel: id, ts, message: { ts } };
}

/** Puts other content in a message; throws where there is none. */
export function edit(space: Workspace, given: Given): object {
  const { channel, ts } = given;
  const message = space.messages.find((each) => each.channel === channel && each.ts === ts);
  if (message === undefined) throw new Error('message_not_found');
  Object.assign(message, readContent(given));
  message.edits += 1;
  return { channel, ts, text: message.text };
}

function info({ people }: Workspace, { user }: Given): object {
  if (typeof user !== 'string' || !Object.hasOwn(people, user)) throw new Error('user_not_found');
  const { email, team = TEAM, bot = false } = people[user] ?? {};
  const profile = email === undefined ? {} : { email };
  return { user: { id: user, team_id: team, is_bot: bot, deleted: false, profile } };
}

function members({ userGroups }: Workspace, { usergroup }: Given): object {
  if (typeof usergroup !== 'string' || !Object.hasOwn(userGroups, usergroup))
    throw new Error('no_such_subteam');
  return { users: userGroups[usergroup] };
}

/** The methods that there are; each answers what Slack's says beside `ok`, and throws the word of its refusal. */
export const METHODS: Record<string, (space: Workspace, given: Given) => object> = {
  'chat.postMessage': post,
  'chat.update': edit,
  'users.info': info,
  'usergroups.users.list': members,
  'auth.test': () => ({ team_id: TEAM, user_id: 'U0APP000001', team: 'fake' }),
};
