import type { VersionSource } from '../../config/schedules/schedule.ts';
import { askCommand } from '../commands/ask-command.ts';
import { commandEnvironment } from '../commands/environment.ts';
import type { ProviderContext } from '../context.ts';
import { newestOf } from './newest.ts';
import type { FoundVersion } from './version-source.ts';

const TIMEOUT = 30_000;
/** What a remote may be reached by: a helper of Git's could run anything. */
const PROTOCOLS = 'https:http:ssh:file';

/** The newest tag of a remote, and the commit under it. Nothing is cloned. */
export async function newestTag(
  { url, tags }: Extract<VersionSource, { kind: 'git' }>,
  { environment }: ProviderContext,
  signal: AbortSignal,
): Promise<FoundVersion> {
  const told = { GIT_TERMINAL_PROMPT: '0', GIT_ALLOW_PROTOCOL: PROTOCOLS };
  const program = ['git', 'ls-remote', '--tags', '--', url];
  const answer = await askCommand(
    { program, environment: await commandEnvironment({}, told, environment), timeout: TIMEOUT },
    signal,
  );
  if (answer.status !== 0) throw new Error(`git ls-remote of ${url} ${answer.how}: ${answer.said}`);
  const commits = new Map<string, string>();
  for (const [, commit = '', name = '', peeled] of answer.printed.matchAll(
    /^([0-9a-f]+)\trefs\/tags\/(\S+?)(\^\{\})?$/gm,
  )) {
    // What an annotated tag points to comes after the tag itself.
    if (peeled !== undefined || !commits.has(name)) commits.set(name, commit);
  }
  const version = newestOf([...commits.keys()], tags);
  if (version === undefined) throw new Error(`${url} has no tag like ${tags}, among ${commits.size} tags.`);
  const revision = commits.get(version);
  return { version, ...(revision === undefined ? {} : { revision }) };
}
