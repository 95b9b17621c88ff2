/**
 * Between releases the lane looks at its router: an activity reads it every few seconds and answers only when it
 * finds something new. Whatever begins in the lane ends the look and does not wait for it.
 */
import { CancellationScope, condition, isCancellation, sleep, TemporalFailure } from '@temporalio/workflow';
import type { Milliseconds } from '../config/plan.ts';
import { backOff } from './back-off.ts';
import { guards } from './calls.ts';
import { isGuarded, type Guard, type Post } from './lane-guard-state.ts';
import { lately } from './lately.ts';
import { putRouterRight } from './lane-put-right.ts';
import { lengthOfLook } from './lane-tell.ts';

const CHUNK = 3_600_000;
/** Other instances have to stand this long; each time they were followed in the last hour doubles it. */
const TARGETS_PATIENCE = 10_000;
const LONGEST_PATIENCE = 600_000;

/** Looks at the router whenever the lane is idle, for as long as the lane lives. */
export async function guardLane(guard: Guard): Promise<void> {
  for (;;) {
    await condition(() => postOf(guard) !== undefined);
    const post = postOf(guard);
    if (post === undefined) continue;
    const scope = new CancellationScope({ cancellable: true });
    void condition(() => !isSame(postOf(guard), post)).then(() => scope.cancel());
    try {
      await scope.run(async () => stand(guard, post));
    } catch (error) {
      if (!isCancellation(error)) throw error;
    }
  }
}

function postOf({ state, paused }: Guard): Post | undefined {
  const { live, plan, guard: known } = state;
  if (paused || live === null || plan === null || !isGuarded(state)) return undefined;
  return { live, plan, known };
}

function isSame(a: Post | undefined, b: Post): boolean {
  return a?.live === b.live && a.plan === b.plan && a.known === b.known;
}

async function stand(guard: Guard, post: Post): Promise<never> {
  const { found, since } = post.known;
  // What was known already when the look began is still to be put right.
  let failingSince = found.kind === 'as-written' ? null : since;
  for (;;) {
    const began = Date.now();
    try {
      const before = post.known.found;
      const usual = lengthOfLook(post.known, CHUNK);
      await lookOn(guard, post, failingSince === null ? usual : backOff(failingSince));
      const done = await putRouterRight(guard, post, before);
      failingSince = done ? null : (failingSince ?? began);
    } catch (error) {
      if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
      failingSince ??= began;
      await sleep(backOff(failingSince));
    }
  }
}

/** Looks until something new is found, or for that long, and notes what was found. */
async function lookOn(guard: Guard, { live, plan, known }: Post, length: Milliseconds): Promise<void> {
  const followed = lately(known.retargeted).length;
  const { found, seen, stamp } = await guards(length).guard({
    place: { lane: guard.lane, router: plan.router, platform: plan.platform },
    live: live.slot,
    seen: known.seen,
    known: known.found,
    targetsPatience: Math.min(LONGEST_PATIENCE, TARGETS_PATIENCE * 2 ** followed),
    until: Date.now() + length,
  });
  if (found.kind !== known.found.kind) known.since = Date.now();
  known.found = found;
  known.seen = seen;
  // A lane that has lost its memory goes on above what it wrote before.
  if (stamp?.release === guard.state.nextNumber - 1) known.act = Math.max(known.act, stamp.act);
}
