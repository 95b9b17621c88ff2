import { condition, getExternalWorkflowHandle, patched } from '@temporalio/workflow';
import type { Milliseconds, Step } from '../../config/plan.ts';
import { retires } from '../calls.ts';
import { judgedInKeep } from '../judged-in-keep.ts';
import { record, takePromotion, type Life } from '../life.ts';
import { knownGood } from '../lane-messages.ts';
import { untilAsAsked } from '../as-asked.ts';
import { settle } from '../settle.ts';
import { untilFree } from '../stand-still.ts';
import { waitUntil } from '../waiting.ts';
import { keepWatching } from '../watching.ts';

/** The old slot stays warm while the watch goes on against limits; then the candidate is known good. */
export async function keep(life: Life, step: Extract<Step, { kind: 'keep' }>): Promise<string> {
  let promoted = false;
  if (!life.knownGood) {
    await keepWatching(life, step.for);
    promoted = await untilKept(life, step.for);
    takePromotion(life);
  }
  await becomeKnownGood(life);
  const judged = judgedInKeep(life);
  return promoted ? `cut short by promote; ${judged}` : judged;
}

/** Waits for that long; true when somebody cut it short. What nobody watched before its end is watched after it. */
async function untilKept(life: Life, length: Milliseconds): Promise<boolean> {
  let end = Date.now() + length;
  for (;;) {
    const answer = await waitUntil(life, end, () => life.promotion !== null);
    const { brokenSince } = life.watching;
    if (answer === 'passed' && brokenSince !== null && patched('keep-unwatched')) {
      await condition(() => life.watching.brokenSince === null || life.promotion !== null);
      if (life.promotion !== null) return true;
      const missed = Math.min(length, Date.now() - brokenSince);
      const lost = Math.round(missed / 1000);
      record(life, 'error', `the watch could not run at the end of the keep, so it goes on for ${lost} s`);
      end = Date.now() + missed;
      continue;
    }
    if (answer !== 'missed') return answer === 'done';
    const unwatched = Math.min(length, Math.max(0, end - life.watching.heard));
    const seconds = Math.round(unwatched / 1000);
    record(life, 'error', `no worker watched the end of the keep, so it goes on for ${seconds} s`);
    end = Date.now() + unwatched;
  }
}

/**
 * From now on undo would go to the candidate: its dead instances are started again, and the lane is told. Waits
 * until no write can come late, and until nobody holds or pauses the release. May be repeated after an error.
 */
export async function becomeKnownGood(life: Life): Promise<void> {
  const { lane, candidate, id, back } = life.input;
  if (!life.knownGood) {
    await settle(life);
    await untilFree(life);
    await untilAsAsked(life);
    life.knownGood = true;
    const told = getExternalWorkflowHandle(`lane/${lane}`)
      .signal(knownGood, { id, live: candidate, ...(back === undefined ? {} : { back }) })
      .catch(() => undefined);
    if (life.frugal) {
      await Promise.all([told, keepAlive(life)]);
      return;
    }
    await told;
  }
  await keepAlive(life);
}

async function keepAlive(life: Life): Promise<void> {
  const { lane, plan, candidate } = life.input;
  if (life.keptAlive) return;
  await retires('forward', plan.platform.grace).keepAlive(
    { lane, router: plan.router, platform: plan.platform },
    candidate.slot,
  );
  life.keptAlive = true;
}
