import { CancelledFailure, patched, TemporalFailure } from '@temporalio/workflow';
import type { WriteRequest } from '../activities/types.ts';
import { rootCause } from './failures.ts';
import { isEnding, splitFor, type Life } from './life.ts';
import { hold, isFree, untilFree } from './stand-still.ts';
import { keepWatching, stopWatch } from './watching.ts';
import { write } from './write.ts';

/** What the watch has found longer ago than this is looked at anew, in milliseconds. */
const FRESH = 15_000;

/**
 * Ends the watch when all traffic is known to go to the candidate: from here on the old slot is taken down, so a router
 * that could not be read for a while, or that somebody changed, may not be passed over. Where the watch has not just
 * found it so, it is written once more, and a person is asked where that does not work.
 */
export async function untilAsAsked(life: Life): Promise<void> {
  if (life.input.stable === null || !patched('known-good-as-asked')) return;
  let { onDrift } = life.input.plan;
  for (let known = false; ;) {
    await untilFree(life);
    await stopWatch(life);
    if (isEnding(life)) throw new CancelledFailure('the release is about to end');
    // Its end takes a moment, in which it may have found something.
    if (!isFree(life) || life.watching.restoring > 0) continue;
    const { state, heard } = life.watching;
    if (known || (state?.asAsked === true && Date.now() - heard <= FRESH)) return;
    await keepWatching(life);
    const refused = await writeAgain(life, onDrift);
    if (refused === undefined) known = true;
    else {
      await hold(life, { ...refused, promotable: false, retryable: true });
      onDrift = 'restore';
    }
  }
}

/** Why all traffic at the candidate could not be written and read back; undefined where it was. */
async function writeAgain(
  life: Life,
  onDrift: WriteRequest['onDrift'],
): Promise<{ reason: string; message: string } | undefined> {
  const { candidate } = life.input;
  try {
    const answer = await write(life, splitFor(life, 10_000), {
      onDrift,
      mustBeReady: [candidate.slot],
    });
    if (answer.kind === 'written' || answer.kind === 'already') return undefined;
    return { reason: answer.kind, message: answer.message };
  } catch (error) {
    if (!(error instanceof TemporalFailure) || isEnding(life)) throw error;
    return {
      reason: 'error',
      message: `the router cannot be written before the old slot goes: ${rootCause(error)}`,
    };
  }
}
