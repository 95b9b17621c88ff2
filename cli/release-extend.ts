import type { Command } from 'commander';
import { formatDuration } from '../config/units.ts';
import { addGuard, guardOf, type GuardOptions } from './act-guard.ts';
import { connect, wantsJson } from './connection.ts';
import { durationOption } from './duration-option.ts';
import { clock, span } from './figures.ts';
import { printJson, printLines } from './output.ts';

/** `sluice release extend ID DURATION`. */
export function registerExtend(release: Command): void {
  const command = release
    .command('extend')
    .description('move the present deadline: of the hold, else of the bake, approval or keep')
    .argument('<id>', 'SERVICE.ENVIRONMENT.N')
    .argument('<duration>', 'how much later it ends, such as 30m', durationOption)
    .option('--reason <text>', 'why, for the report');
  addGuard(command).action(async (id: string, by: number, options: GuardOptions) => {
    const client = connect(command);
    const guard = await guardOf(client, id, options);
    const view = await client.extend(id, { ...guard, by: formatDuration(by) });
    if (wantsJson(command)) return printJson(view);
    const deadline = view.hold?.deadline ?? view.deadline;
    const what = view.hold === undefined ? (view.steps[view.step]?.label ?? '') : 'the hold';
    const end =
      deadline === undefined
        ? 'its end moves on while it is paused'
        : `it ends at ${clock(deadline)} at the latest, in ${span(deadline - Date.now())}`;
    printLines([`extended: ${id} (${what}; ${end})`]);
  });
}
