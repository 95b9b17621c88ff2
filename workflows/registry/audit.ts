/** The registry's acts as lines of a chain of their own. */
import { condition } from '@temporalio/workflow';
import { noteAct } from '../audit.ts';
import type { RegistryState } from '../registry-messages.ts';

/** Hands every act that was recorded to the registry's chain, for as long as the registry lives. */
export async function auditActs(state: Pick<RegistryState, 'acts' | 'audit' | 'audited'>): Promise<void> {
  for (;;) {
    await condition(() => (state.acts.at(-1)?.number ?? 0) > state.audited);
    for (const { number, act, ...done } of state.acts) {
      if (number <= state.audited) continue;
      noteAct(state.audit, act, done, done);
      state.audited = number;
    }
  }
}
