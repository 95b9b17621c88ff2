import { Option, type Command } from 'commander';
import type { Role } from './serve/daemon.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { settingsOf } from './serve/settings.ts';

interface ServeOptions {
  config?: string;
  role: Role;
}

/** `sluice serve`: the daemon. */
export function registerServe(program: Command): void {
  const roles = ['all', 'worker', 'api'] satisfies Role[];
  program
    .command('serve')
    .description('run the daemon; with no Temporal address configured it brings its own server')
    .option('-c, --config <file>', 'the settings (default: sluice.yaml here, if there is one)')
    .addOption(
      new Option('--role <role>', 'do the work, answer the API, or both').choices(roles).default('all'),
    )
    .action(async ({ config, role }: ServeOptions) => {
      const settings = await settingsOf(config);
      // Loaded only now: Temporal's native part is of no use to the other commands, and not quick to load.
      const { serve } = await import('./serve/serve.ts');
      const failure = await serve({ settings, role });
      if (failure !== undefined) throw new CommandFailure(exitCodes.usage, failure);
    });
}
