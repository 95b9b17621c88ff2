import type { Command } from 'commander';
import { connect, wantsJson } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
import { printJson, printLines } from './output.ts';

interface StopOptions {
  reason?: string;
  abort?: boolean;
  off?: boolean;
}

/** `sluice stop`: no release raises traffic any more, in one call. */
export function registerStop(program: Command): void {
  program
    .command('stop')
    .description('stop everything: no release raises traffic; those that run are held, or undone')
    .option('--abort', 'undo all releases that run, instead of holding them at their next raise')
    .option('--off', 'end the stop; it takes the role admin, and a reason')
    .option('--reason <text>', 'why')
    .action(async ({ reason = '', abort = false, off = false }: StopOptions, command: Command) => {
      if (off && (abort || reason.trim() === '')) {
        const message = abort
          ? '--off and --abort stand side by side; give either'
          : '--off needs a --reason';
        throw new CommandFailure(exitCodes.usage, message);
      }
      const client = connect(command);
      const answer = off ? await client.endStop(reason) : await client.stop(reason, abort ? 'abort' : 'hold');
      if (wantsJson(command)) return printJson(answer);
      const { aborted, notAborted } = answer;
      printLines([
        off
          ? 'the stop is over: releases that were held by it go on'
          : 'everything is stopped: no release raises traffic until an admin says sluice stop --off --reason …',
        ...aborted.map((id) => `abort requested: ${id}`),
        ...notAborted.map((each) => `not aborted: ${each}; it raises no traffic either`),
      ]);
    });
}
