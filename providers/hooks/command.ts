import type { CommandHook } from '../../config/hooks/hook.ts';
import { runJob } from '../commands/run-job.ts';
import type { ProviderContext } from '../context.ts';
import { DefiniteFailure } from '../definite-failure.ts';
import { tail } from '../tail.ts';
import type { Hook, HookCall } from './hook.ts';

/** Characters of the last line of output that a step's note holds. */
const noted = 200;

/**
 * A command as a hook: status 0 is done, anything else is a failure that is not repeated by itself. Where a killed
 * daemon left it running, the next call waits for it and takes its answer; an undo ends what it undoes first.
 */
export function createCommandHook(config: CommandHook, lane: string, context: ProviderContext): Hook {
  return {
    async call({ act, ...subject }, signal) {
      const what = nameOf(act, subject);
      const ends = act === 'undo' ? (other: string) => other === nameOf('do', subject) : () => false;
      const outcome = await runJob({ lane, what, config, subject, ends }, context, signal);
      if (outcome === undefined) return '';
      const { status, how, said, log } = outcome;
      if (status !== 0) throw new DefiniteFailure(`${how}${said === '' ? '' : `: ${said}`} (log ${log})`);
      const last = tail(said.split('\n').at(-1) ?? '', noted);
      return last === '' ? how : `${how}: ${last}`;
    },
  };
}

function nameOf(act: HookCall['act'], { step, release }: Pick<HookCall, 'step' | 'release'>): string {
  return `${act === 'do' ? 'run' : 'undo'} step ${step} of ${release}`;
}
