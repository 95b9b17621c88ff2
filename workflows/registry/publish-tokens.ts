import { condition, upsertMemo } from '@temporalio/workflow';
import type { RegistryState } from '../registry-messages.ts';

/** Puts the tokens where an API finds them with no worker up: who aborts then has to be known. */
export async function publishTokens(state: Pick<RegistryState, 'tokens'>): Promise<void> {
  let published = '[]';
  for (;;) {
    await condition(() => JSON.stringify(state.tokens) !== published);
    published = JSON.stringify(state.tokens);
    upsertMemo({ tokens: state.tokens });
  }
}
