import { ApplicationFailure, sleep } from '@temporalio/workflow';
import type { Life } from './life.ts';
import { write } from './write.ts';

/**
 * Waits until no write of an earlier act can come late any more, then reads whether what was written last still
 * stands; what a late one changed is written again and waited out anew. Returns at once where the router compares
 * fences itself, and where nothing was written since it was last settled. Throws when it cannot be put back.
 */
export async function settle(life: Life): Promise<undefined> {
  while (life.lateWrites > 0 && life.unsettledSince !== null && life.last !== null) {
    const rest = life.unsettledSince + life.lateWrites - Date.now();
    if (rest > 0) await sleep(rest);
    const { split } = life.last;
    const answer = await write(life, split, {
      onDrift: 'restore',
      mustBeReady: (['blue', 'green'] as const).filter((slot) => split?.[slot] === 10_000),
      again: true,
    });
    if (answer.kind === 'already') life.unsettledSince = null;
    else if (answer.kind !== 'written') throw ApplicationFailure.nonRetryable(answer.message, answer.kind);
  }
  return undefined;
}
