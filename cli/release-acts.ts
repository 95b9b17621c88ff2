import type { Command } from 'commander';
import type { GuardedActName } from '../api/client/acts.ts';
import { addGuard, guardOf, type GuardOptions } from './act-guard.ts';
import { connect, wantsJson } from './connection.ts';
import { printJson, printLines } from './output.ts';

const ACTS: Record<GuardedActName, { does: string; done: string }> = {
  approve: { does: 'approve the present step', done: 'approved' },
  promote: { does: 'end the present wait once', done: 'promoted' },
  pause: { does: 'stop advancing; the watch goes on', done: 'paused' },
  resume: { does: 'advance again after a pause', done: 'resumed' },
  retry: { does: 'repeat the held step', done: 'retried' },
  'override-freeze': { does: 'let it raise traffic in a freeze', done: 'goes on' },
  leave: { does: 'let go of it as it stands; its lane stays blocked', done: 'left' },
};

/** `sluice release approve|promote|pause|resume|retry|leave|abort ID`. */
export function registerActs(release: Command): void {
  for (const act of ['approve', 'promote', 'pause', 'resume', 'retry', 'override-freeze', 'leave'] as const) {
    const { does, done } = ACTS[act];
    const command = addGuard(
      release.command(act).description(does).argument('<id>', 'SERVICE.ENVIRONMENT.N'),
    );
    if (act === 'leave' || act === 'override-freeze')
      command.requiredOption('--reason <text>', 'why, for the report');
    else command.option('--reason <text>', 'why, for the report');
    command.action(async (id: string, options: GuardOptions) => {
      const client = connect(command);
      const view = await client.act(id, act, await guardOf(client, id, options));
      if (wantsJson(command)) printJson(view);
      else printLines([`${done}: ${id} (${view.phase}: ${view.sentence})`]);
    });
  }

  const abort = release
    .command('abort')
    .description('undo it: traffic back to the known good side, then the candidate goes')
    .argument('<id>', 'SERVICE.ENVIRONMENT.N')
    .option('--reason <text>', 'why, for the report')
    .action(async (id: string, { reason = '' }: GuardOptions) => {
      const taken = await connect(abort).abort(id, reason);
      if (wantsJson(abort)) printJson(taken);
      else printLines([`abort requested; sluice release watch ${id}`]);
    });
}
