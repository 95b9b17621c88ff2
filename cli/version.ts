import { readFileSync } from 'node:fs';
import { findPackageJSON } from 'node:module';
import type { Command } from 'commander';
import { z } from 'zod';
import { wantsJson } from './connection.ts';
import { printJson, printLines } from './output.ts';

/** `sluice version`, and `sluice --version`. No option: below a subcommand `--version` says what is released. */
export function registerVersion(program: Command): void {
  program
    .command('version')
    .description('prints the version of this Sluice')
    .action((_options, command: Command) => {
      const version = ownVersion();
      if (wantsJson(command)) return printJson({ version });
      printLines([version]);
    });
}

/** As the package says it, from source as from `dist/`. */
function ownVersion(): string {
  const file = findPackageJSON(import.meta.url);
  if (file === undefined) throw new Error('There is no package.json above the code: install Sluice anew.');
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8'))).version;
}
