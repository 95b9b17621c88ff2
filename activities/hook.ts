import { activityInfo } from '@temporalio/activity';
import { asAct } from './act.ts';
import type { ActivityContext } from './context.ts';
import type { ActActivities } from './types.ts';

/** Calls something of the user's own, and asks a gate for evidence. */
export function createHookActivities({ world }: ActivityContext): Pick<ActActivities, 'hook' | 'gate'> {
  // Attempts of this very call, and those before it that a person or undo had repeated.
  const counted = <T extends { attempt: number }>(call: T): T => ({
    ...call,
    attempt: call.attempt + activityInfo().attempt - 1,
  });
  return {
    hook: async ({ lane, hook, call }) =>
      asAct(async (signal) => world.hook(hook, lane).call(counted(call), signal)),
    gate: async ({ lane, gate, question }) =>
      asAct(async (signal) => world.gate(gate, lane).check(counted(question), signal)),
  };
}
