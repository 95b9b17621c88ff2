import type { Command } from 'commander';
import type { GuardedActName } from '../api/client/acts.ts';
import type { ReleaseView } from '../api/wire/release.ts';
import { addGuard, guardOf, type GuardOptions } from './act-guard.ts';
import { connect, wantsJson } from './connection.ts';
import { exitCodes } from './exit-codes.ts';
import { CommandFailure } from './failure.ts';
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
      const client = connect(abort);
      const taken = await client.abort(id, reason);
      if (wantsJson(abort)) printJson(taken);
      // It was taken in any case: that nobody can say what came of it is no failure.
      const view = await client.release(id).catch(() => undefined);
      if (view?.knownGood === true) throw changedNothing(view);
      if (!wantsJson(abort)) printLines([`abort requested; sluice release watch ${id}`]);
    });
}

function changedNothing({ id, lane, version }: ReleaseView): CommandFailure {
  const next = `sluice rollback ${lane.replace('.', '@')} --reason … goes back`;
  return new CommandFailure(
    exitCodes.refused,
    `the abort of ${id} changes nothing: ${version} is known good; ${next}`,
  );
}
