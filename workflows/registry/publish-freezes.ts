import { condition, upsertMemo } from '@temporalio/workflow';
import type { RegistryState } from '../registry-messages.ts';
import type { PublishedFreezes } from './freeze-types.ts';

/**
 * Puts freezes and the stop switch where a worker finds them right before a raise, without asking another one. It does
 * so with its first task: what is not published counts as not known.
 */
export async function publishFreezes(state: Pick<RegistryState, 'freezes' | 'stop'>): Promise<void> {
  for (let published = ''; ;) {
    await condition(() => text(state) !== published);
    published = text(state);
    upsertMemo({ freezes: shown(state) });
  }
}

function text(state: PublishedFreezes): string {
  return JSON.stringify(shown(state));
}

function shown({ freezes, stop }: PublishedFreezes): PublishedFreezes {
  return { freezes, stop };
}
