/** Releases that an event of GitHub starts. */
import type { GithubSettings } from '../../../config/schema/github.ts';
import { startRelease } from '../../acts/start-release.ts';
import type { ApiContext } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { submitBody } from '../../wire/submit.ts';
import type { HookTaken } from '../../wire/hook.ts';
import { callerBy } from '../../caller-by-message.ts';
import { unusable } from '../unusable.ts';
import { nameOf } from './people.ts';
import { readStartEvent } from './start-event.ts';
import { startedBy, type Started } from './start-rules.ts';

/**
 * Starts what the rules say. One rule's trouble does not keep another's release from starting: it is thrown when all
 * were tried, and a repeat starts only what was not started.
 */
export async function startByEvent(
  context: ApiContext,
  settings: GithubSettings,
  name: string,
  body: unknown,
): Promise<HookTaken> {
  const event = unusable(() => readStartEvent(name, body));
  if (typeof event === 'string') return { taken: [], ignored: event };
  const all = startedBy(settings.start ?? [], event, body, Date.now());
  if (all.length === 0) return { taken: [], ignored: `no rule means this ${name} of ${event.repository}` };
  const actor = nameOf(settings.users, event.sender.login);
  const tried = await Promise.allSettled(all.map(async (each) => start(context, actor, each)));
  const failed = tried.find((each) => each.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return { taken: tried.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : [])) };
}

async function start(
  context: ApiContext,
  actor: string,
  started: Started | string,
): Promise<HookTaken['taken'][number]> {
  if (typeof started === 'string') throw new ApiError('event_unusable', started);
  const { key, ...said } = started;
  const body = unusable(() => submitBody.parse(said));
  const lane = `${said.service}@${said.environment}`;
  // The rule is what allows it, and this lane only.
  const principal = {
    name: actor,
    kind: 'github' as const,
    grants: [{ role: 'operator' as const, lanes: [lane] }],
    groups: [],
  };
  const { body: answer } = await startRelease(context, callerBy(principal, 'github', key, said), body);
  return { what: `${said.version} to ${lane}: ${answer.state}`, id: answer.id };
}
