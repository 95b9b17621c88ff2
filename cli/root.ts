import { Command } from 'commander';

/** The command `sluice` with the options that every subcommand takes. Wrong usage throws a `CommanderError`. */
export function createRoot(): Command {
  return new Command('sluice')
    .description('Takes a new version of a service into production step by step.')
    .exitOverride()
    .showHelpAfterError('(add --help for what there is)')
    .option('--json', 'print JSON for programs')
    .option('--server <url>', 'URL of the API (SLUICE_SERVER, default http://127.0.0.1:7600)')
    .option('--actor <name>', 'who acts, recorded as claimed (SLUICE_ACTOR, default: the OS user)')
    .option(
      '--token-file <file>',
      'a file with the credential (SLUICE_TOKEN_FILE, or the credential itself in SLUICE_TOKEN)',
    )
    .option('--break-glass', 'act above the own role, where that is granted: it takes a reason, and pages');
}
