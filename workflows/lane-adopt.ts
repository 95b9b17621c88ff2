import { condition, TemporalFailure } from '@temporalio/workflow';
import type { Seen } from '../activities/types.ts';
import { glance } from './calls.ts';
import { rootCause } from './failures.ts';
import { laneStanding, noteAdopt } from './lane-audit.ts';
import { freshGuard, type Guard } from './lane-guard-state.ts';
import { noteAdopted } from './lane-good.ts';
import { isOver, untilGone } from './lane-over.ts';
import { tellOfAdopt } from './lane-tell.ts';
import { whyStale } from './lane-token.ts';
import { numberLane } from './lane-releases.ts';
import type { AdoptAnswer, Adoption, LaneState, RefusalCode } from './lane-messages.ts';

/** How long a write of the lane itself is waited for, in milliseconds: whoever adopts waits for 5 s in all. */
const PATIENCE = 2000;
/** How long an adopt is known again by its key, in milliseconds, and how many are. */
const REMEMBERED = 86_400_000;
const MOST_ADOPTED = 100;

/** Takes over a lane as an operator says it is, after reading that it is so. Writes nothing to the world. */
export async function adoptLane(guard: Guard, adoption: Adoption): Promise<AdoptAnswer> {
  // What is read and what is adopted have to be one, so nothing is put right meanwhile.
  guard.paused = true;
  try {
    // It was asked to end, and would else land over what is read below.
    if (guard.writing && !(await condition(() => !guard.writing, PATIENCE))) {
      return refuse(
        'lane_not_idle',
        'a write that puts the router right is still under way; repeat the adopt',
      );
    }
    return await adopt(guard.lane, guard.state, adoption);
  } finally {
    guard.paused = false;
  }
}

async function adopt(lane: string, state: LaneState, adoption: Adoption): Promise<AdoptAnswer> {
  const { plan, slot, version } = adoption;
  let seen: Seen | null = null;
  const before = wasAdopted(state, adoption);
  if (before !== undefined) {
    if (before === 'same') return { state: 'adopted' };
    return refuse(
      'idempotency_key_reused',
      'this Idempotency-Key came with another body before; use a new key',
    );
  }
  await untilGone(state);
  const stale = whyStale(state, adoption.seen);
  if (stale !== undefined) return refuse('stale_act', stale);
  if (state.running !== null) {
    if (isOver(state)) {
      return refuse('lane_not_idle', `${state.running.id} has ended and is being archived; repeat the adopt`);
    }
    return refuse('lane_not_idle', `${state.running.id} runs in this lane; wait for it, or abort it`);
  }
  try {
    const survey = await glance().survey({ lane, router: plan.router, platform: plan.platform });
    await numberLane(lane, state, plan, survey.stamp?.release);
    const { stamp, digest } = survey;
    seen = { stamp, digest };
    const ready = survey.ready[slot];
    if (survey.foreign)
      return refuse('adopt_mismatch', `${survey.router} carries another mark than this lane's, or none`);
    if (survey.split === null || survey.split[slot] !== 10_000) {
      const found = survey.split === null ? 'nothing' : JSON.stringify(survey.split);
      return refuse(
        'adopt_mismatch',
        `${survey.router} does not send all traffic to ${slot}; it has ${found}`,
      );
    }
    if (ready.ready === 0) return refuse('adopt_mismatch', `no instance is ready in ${slot}`);
    if (ready.version !== undefined && ready.version !== version) {
      return refuse('adopt_mismatch', `${slot} runs ${ready.version}, not ${version}`);
    }
  } catch (error) {
    if (!(error instanceof TemporalFailure)) throw error;
    return refuse('adopt_mismatch', `router or platform cannot be read: ${rootCause(error)}`);
  }
  const standing = laneStanding(state);
  noteAdopted(state, { slot, version });
  state.plan = plan;
  state.guard = freshGuard(state.guard, seen);
  state.blocked = null;
  noteAdopt(state, adoption, standing);
  rememberAdopt(state, adoption);
  tellOfAdopt(lane, state.guard, adoption);
  return { state: 'adopted' };
}

/** Whether an adopt under this key was done in the last 24 hours: the same one, or one with another body. */
export function wasAdopted(
  { adopted }: Pick<LaneState, 'adopted'>,
  { key, bodyHash = '' }: Adoption,
): 'same' | 'another' | undefined {
  const before = key === undefined ? undefined : adopted[key];
  if (before === undefined || Date.now() - before.at >= REMEMBERED) return undefined;
  return before.bodyHash === bodyHash ? 'same' : 'another';
}

/** Keeps that it was done; a refusal changed nothing, and is asked anew. */
function rememberAdopt(state: LaneState, { key, bodyHash = '' }: Adoption): void {
  const now = Date.now();
  const kept = Object.entries(state.adopted).filter(([, { at }]) => now - at < REMEMBERED);
  state.adopted = Object.fromEntries(kept.slice(-MOST_ADOPTED));
  if (key !== undefined) state.adopted[key] = { bodyHash, at: now };
}

function refuse(code: RefusalCode, message: string): AdoptAnswer {
  return { state: 'refused', code, message };
}
