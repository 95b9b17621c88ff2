import { getExternalWorkflowHandle } from '@temporalio/workflow';
import type { Step } from '../../config/plan.ts';
import { quick } from '../calls.ts';
import { takePromotion, type Life } from '../life.ts';
import { knownGood } from '../messages.ts';
import { untilFree } from '../stand-still.ts';
import { waitUntil } from '../waiting.ts';
import { keepWatching } from '../watching.ts';

/** The old slot stays warm while the watch goes on against limits; then the candidate is known good. */
export async function keep(life: Life, step: Extract<Step, { kind: 'keep' }>): Promise<string> {
  let promoted = false;
  if (!life.knownGood) {
    await keepWatching(life, step.for);
    promoted = await waitUntil(life, Date.now() + step.for, () => life.promotion !== null);
    takePromotion(life);
  }
  await becomeKnownGood(life);
  const limits = life.input.plan.metrics.some((metric) => metric.limit !== undefined);
  const judged = limits ? 'limits held' : 'no metric has a limit, so only instances were watched';
  return promoted ? `cut short by promote; ${judged}` : judged;
}

/**
 * From now on undo would go to the candidate: its dead instances are started again, and the lane is told. Waits
 * until nobody holds or pauses the release. May be repeated after an error.
 */
export async function becomeKnownGood(life: Life): Promise<void> {
  const { lane, plan, candidate, id } = life.input;
  if (!life.knownGood) {
    await untilFree(life);
    life.knownGood = true;
    await getExternalWorkflowHandle(`lane/${lane}`)
      .signal(knownGood, { id, live: candidate })
      .catch(() => undefined);
  }
  if (life.keptAlive) return;
  await quick().keepAlive({ lane, router: plan.router, platform: plan.platform }, candidate.slot);
  life.keptAlive = true;
}
