/** Where the newest version of a service is found, a file a kind. */
import type { VersionSource } from '../../config/schedules/schedule.ts';
import { askCommand } from '../commands/ask-command.ts';
import { programOf } from '../commands/command-line.ts';
import { commandEnvironment } from '../commands/environment.ts';
import type { ProviderContext } from '../context.ts';
import { newestTag } from './git-tags.ts';
import { newestImage } from './registry-tags.ts';
import type { FoundVersion } from './version-source.ts';

const VERSION = /^[A-Za-z0-9][A-Za-z0-9._:@/+-]{0,127}$/;

/** The newest version that a source has now. Throws a sentence where there is none, or it cannot be asked. */
export async function newestVersion(
  source: VersionSource,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<FoundVersion> {
  const found = await find(source, context, signal);
  if (VERSION.test(found.version)) return found;
  throw new Error(`${JSON.stringify(found.version.slice(0, 100))} is no version that could be released.`);
}

async function find(
  source: VersionSource,
  context: ProviderContext,
  signal: AbortSignal,
): Promise<FoundVersion> {
  switch (source.kind) {
    case 'git':
      return newestTag(source, context, signal);
    case 'oci':
      return newestImage(source, context, signal);
    case 'command': {
      const { command, directory, environment, timeout } = source;
      const made = await commandEnvironment(environment, {}, context.environment);
      const program = programOf(command, (text) => text);
      const answer = await askCommand({ program, directory, environment: made, timeout }, signal);
      if (answer.status !== 0)
        throw new Error(`The command for the newest version ${answer.how}: ${answer.said}`);
      const [version = '', revision] = answer.printed.trim().split(/\s+/);
      return { version, ...(revision === undefined ? {} : { revision }) };
    }
  }
}
