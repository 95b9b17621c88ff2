import type { Command } from 'commander';
import { connect, wantsJson } from './connection.ts';
import { durationOption } from './duration-option.ts';
import { followToEnd } from './follow.ts';

/** `sluice release watch ID`: a live view in a terminal, a line an event elsewhere. */
export function registerWatch(release: Command): void {
  release
    .command('watch')
    .description('follow a release to its end; the exit status says how it ended')
    .argument('<id>', 'SERVICE.ENVIRONMENT.N')
    .option('--timeout <duration>', 'stop following after this time (exit status 5)', durationOption)
    .option('--stop-on-hold', 'stop following when it is held (exit status 3)')
    .action(async (id: string, options: { timeout?: number; stopOnHold?: boolean }, command: Command) => {
      const { timeout, stopOnHold = false } = options;
      const json = wantsJson(command);
      await followToEnd(connect(command), id, {
        json,
        stopOnHold,
        ...(timeout === undefined ? {} : { timeout }),
      });
    });
}
