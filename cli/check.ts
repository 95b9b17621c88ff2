import type { Command } from 'commander';
import { checkPaths } from '../config/check.ts';
import { formatProblems } from '../config/problem.ts';
import { wantsJson } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { printJson, printLines } from './output.ts';

/** `sluice check PATH…`: validates settings and service files offline. */
export function registerCheck(program: Command): void {
  program
    .command('check')
    .description('validate settings and service files, offline')
    .argument('<path...>', 'files, or folders with YAML files')
    .action(async (paths: string[], _options, command: Command) => {
      const { files, problems } = await checkPaths(paths);
      if (wantsJson(command)) printJson({ files, problems });
      else if (problems.length > 0) printLines([formatProblems(problems)]);
      else printLines([`${many(files.length, 'file')} checked, nothing wrong`]);
      if (problems.length === 0) return;
      throw new CommandFailure(
        exitCodes.usage,
        `${many(problems.length, 'problem')}; correct the places above`,
      );
    });
}

function many(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
