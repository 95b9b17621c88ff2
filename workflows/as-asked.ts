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
  for (let written = false; ;) {
    await untilFree(life);
    await stopWatch(life);
    if (isEnding(life)) throw new CancelledFailure('the release is about to end');
    // Its end takes a moment, in which it may have found something.
    if (!isFree(life) || life.watching.restoring > 0) continue;
    if (isAsAsked(life)) return;
    // A pause may have come while it was written, and have lasted for hours.
    if (written && !patched('written-of-late')) return;
    await keepWatching(life);
    const act = life.acts + 1;
    const refused = await writeAgain(life, onDrift);
    if (refused === undefined) {
      written = true;
      life.watching.wholeAt = Date.now();
    }
    // The watch has found the same, and has put it right by a later act of this release.
    else if (refused.reason === 'fenced' && life.acts > act && patched('overtaken-by-own')) continue;
    else {
      await hold(life, { ...refused, promotable: false, retryable: true });
      onDrift = 'restore';
    }
  }
}

/** Whether all traffic was just found at the candidate: by the watch, or by a write for that. */
export function isAsAsked({ watching: { state, heard, wholeAt } }: Life): boolean {
  return Date.now() - Math.max(wholeAt, state?.asAsked === true ? heard : 0) <= FRESH;
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
