import { InvalidArgumentError, Option, type Command } from 'commander';
import type { FreezeRequest } from '../api/client/freezes.ts';
import { freezeView } from '../api/wire/freeze.ts';
import { connect, wantsJson } from './connection.ts';
import { laneQuery, parseLane, type LaneName } from './lane-name.ts';
import { outputWidth, printJson, printLines } from './output.ts';
import { terminalPaint } from './paint.ts';
import { instant, renderFreezes } from './render-freezes.ts';

/** `sluice freeze create|list|end`. */
export function registerFreeze(program: Command): void {
  const freeze = program
    .command('freeze')
    .description('times in which no traffic is raised, and when it may be next');

  freeze
    .command('create')
    .description('freeze lanes for a time: no release raises traffic in them')
    .requiredOption(
      '--lanes <pattern...>',
      'SERVICE@ENVIRONMENT, each of which may be *, such as *@production',
    )
    .requiredOption('--reason <text>', 'why, for whoever waits for its end')
    .option('--owner <name>', 'who answers for it; default: you')
    .option('--start <time>', 'such as 2026-12-24T00:00+01:00; default: now', timeOption)
    .option('--end <time>', 'such as 2026-12-27T00:00+01:00', timeOption)
    .option('--for <duration>', 'how long, instead of an end, such as 8h')
    .option('--key <key>', 'idempotency key: repeating the command with it freezes nothing twice')
    .action(async ({ key, ...request }: FreezeRequest & { key?: string }, command: Command) => {
      const made = await connect(command).freeze(request, key);
      if (wantsJson(command)) return printJson(made);
      const { id, lanes, start, end } = made;
      printLines([`${id} freezes ${lanes.join(', ')} from ${instant(start)} to ${instant(end)}`]);
    });

  freeze
    .command('list')
    .description('what is frozen and by what, and when each lane may be released into next')
    .argument('[lane]', 'SERVICE@ENVIRONMENT; default: every lane of the service files', parseLane)
    .addOption(
      new Option('--state <state>', 'only those by hand that stand so').choices(
        freezeView.shape.state.options,
      ),
    )
    .action(async (name: LaneName | undefined, options: { state?: string }, command: Command) => {
      const list = await connect(command).freezes({ ...laneQuery(name), ...options });
      if (wantsJson(command)) return printJson(list);
      printLines(renderFreezes(list, { now: Date.now(), width: outputWidth(), paint: terminalPaint }));
    });

  freeze
    .command('end')
    .description('end a freeze early: releases that wait for it go on')
    .argument('<id>', 'its id, such as f3')
    .requiredOption('--reason <text>', 'why')
    .action(async (id: string, { reason }: { reason: string }, command: Command) => {
      const ended = await connect(command).endFreeze(id, reason);
      if (wantsJson(command)) return printJson(ended);
      printLines([`${id} is over`]);
    });
}

function timeOption(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) throw new InvalidArgumentError('expected a time such as 2026-12-24T00:00+01:00');
  return new Date(at).toISOString();
}
