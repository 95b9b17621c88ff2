import { InvalidArgumentError, type Command } from 'commander';
import type { GuardedActName } from '../api/client.ts';
import { connect, wantsJson } from './connection.ts';
import { printJson, printLines } from './output.ts';

interface ActOptions {
  step?: number;
  token?: string;
  reason?: string;
}

const ACTS: Record<GuardedActName, { does: string; done: string }> = {
  approve: { does: 'approve the present step', done: 'approved' },
  promote: { does: 'end the present wait once', done: 'promoted' },
  pause: { does: 'stop advancing; the watch goes on', done: 'paused' },
  resume: { does: 'advance again after a pause', done: 'resumed' },
  retry: { does: 'repeat the held step', done: 'retried' },
  leave: { does: 'let go of it as it stands; its lane stays blocked', done: 'left' },
};

/** `sluice release approve|promote|pause|resume|retry|leave|abort ID`. */
export function registerActs(release: Command): void {
  for (const act of ['approve', 'promote', 'pause', 'resume', 'retry', 'leave'] as const) {
    const { does, done } = ACTS[act];
    const command = release
      .command(act)
      .description(does)
      .argument('<id>', 'SERVICE.ENVIRONMENT.N')
      .option('--step <index>', 'the step that you saw; default: the present one', stepOption)
      .option('--token <token>', 'the token that you saw; default: the present one');
    if (act === 'leave') command.requiredOption('--reason <text>', 'why, for the report');
    else command.option('--reason <text>', 'why, for the report');
    command.action(async (id: string, options: ActOptions) => {
      const client = connect(command);
      const { reason = '' } = options;
      // The state is read just before, so an act that comes too late is refused by the release itself.
      const seen =
        options.step !== undefined && options.token !== undefined ? undefined : await client.release(id);
      const step = options.step ?? seen?.step ?? 0;
      const token = options.token ?? seen?.token ?? '';
      const view = await client.act(id, act, { step, token, reason });
      if (wantsJson(command)) printJson(view);
      else printLines([`${done}: ${id} (${view.phase}: ${view.sentence})`]);
    });
  }

  const abort = release
    .command('abort')
    .description('undo it: traffic back to the known good side, then the candidate goes')
    .argument('<id>', 'SERVICE.ENVIRONMENT.N')
    .option('--reason <text>', 'why, for the report')
    .action(async (id: string, { reason = '' }: ActOptions) => {
      const taken = await connect(abort).abort(id, reason);
      if (wantsJson(abort)) printJson(taken);
      else printLines([`abort requested; sluice release watch ${id}`]);
    });
}

function stepOption(text: string): number {
  if (/^\d{1,4}$/.test(text)) return Number(text);
  throw new InvalidArgumentError('expected the index of a step, counted from 0');
}
