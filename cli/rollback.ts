import type { Command } from 'commander';
import { parseLane, type LaneName } from './lane-name.ts';
import { addSubmitOptions, submitAndFollow, type SubmitOptions } from './submit.ts';

interface RollbackOptions extends SubmitOptions {
  to?: string;
  reason: string;
  now?: boolean;
}

/** `sluice rollback SERVICE@ENVIRONMENT`. */
export function registerRollback(program: Command): void {
  const command = program
    .command('rollback')
    .description('go back to a version that was known good: deploy, smoke, cutover, keep')
    .argument('<lane>', 'SERVICE@ENVIRONMENT', parseLane)
    .requiredOption('--reason <text>', 'why, for the report')
    .option('--to <target>', 'a release, by number or id, or a version; default: the last known good one')
    .option('--now', 'abort the release that is under way, if there is one, instead of being refused');
  addSubmitOptions(command).action(async ({ lane }: LaneName, options: RollbackOptions) => {
    const { to, reason, now } = options;
    const said = { reason, ...(to === undefined ? {} : { to }), ...(now === undefined ? {} : { now }) };
    await submitAndFollow(command, lane, options, async (client, key) => client.rollback(lane, said, key));
  });
}
