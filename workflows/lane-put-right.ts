import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import type { RouterFinding } from '../activities/types.ts';
import type { Slot } from '../config/plan.ts';
import type { Split } from '../providers/routers/router.ts';
import { writes } from './calls.ts';
import { rootCause } from './failures.ts';
import { notePutRight } from './lane-audit.ts';
import { AS_WRITTEN, type Guard, type Post } from './lane-guard-state.ts';
import { lately } from './lately.ts';
import { reactionTo } from './lane-reaction.ts';
import { tellOfRouter } from './lane-tell.ts';

/** Acts from here on are the lane's own: above any that its last release may still be about to write. */
const FIRST_ACT = 1_000_000;

/**
 * Acts on what was found; `before` is what the lane knew until then. False: it was to be put right, which did not
 * work, and is to be tried again.
 */
export async function putRouterRight(guard: Guard, post: Post, before: RouterFinding): Promise<boolean> {
  const { known, live, plan } = post;
  const { found } = known;
  const reaction = reactionTo(before, known, { lane: guard.lane, live, onDrift: plan.onDrift });
  if (reaction.act === 'nothing') return true;
  if (reaction.act !== 'write') {
    if (reaction.act === 'stop') known.stopped = true;
    tellOfRouter(guard, post, reaction.message, reaction.page);
    if (found.kind === 'as-written') known.message = '';
    return true;
  }
  const failed = await write(guard, post);
  if (failed !== undefined) {
    tellOfRouter(guard, post, `${reaction.what}; it could not be put right: ${failed}`, true);
    return known.stopped;
  }
  if (found.kind === 'targets') known.retargeted = [...lately(known.retargeted), Date.now()];
  else {
    known.restored = [...lately(known.restored), Date.now()];
    notePutRight(guard.state, live, found.kind, reaction.what);
  }
  tellOfRouter(guard, post, `${reaction.what}; it was put right`, false);
  known.message = '';
  return true;
}

/** Writes all traffic to the live slot again, and its instances as they are; says why when that did not work. */
async function write(guard: Guard, { known, live, plan }: Post): Promise<string | undefined> {
  const { lane, state } = guard;
  known.act = Math.max(known.act, FIRST_ACT) + 1;
  // No release of the lane ran yet under the next number, and every one that did had at most this one.
  const stamp = { lane, release: state.nextNumber - 1, act: known.act };
  const split = allTo(live.slot);
  const { seen, found } = known;
  guard.writing = true;
  try {
    const answer = await writes('forward').write({
      place: { lane, router: plan.router, platform: plan.platform },
      fence: stamp,
      split,
      last: { split, ...(seen === null ? {} : { digest: seen.digest }) },
      // Other instances are followed over nobody's change.
      onDrift: found.kind === 'targets' ? 'hold' : 'restore',
      mustBeReady: [live.slot],
      mustBeFull: [],
    });
    if (answer.kind === 'fenced') known.stopped = true;
    if (answer.kind !== 'written' && answer.kind !== 'already') return answer.message;
    known.seen = { stamp, digest: answer.digest };
    known.found = AS_WRITTEN;
    known.since = Date.now();
    return undefined;
  } catch (error) {
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    return rootCause(error);
  } finally {
    guard.writing = false;
  }
}

function allTo(slot: Slot): Split {
  return slot === 'blue' ? { blue: 10_000, green: 0 } : { blue: 0, green: 10_000 };
}
