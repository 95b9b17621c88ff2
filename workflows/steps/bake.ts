import { condition } from '@temporalio/workflow';
import type { WatchAnswer } from '../../activities/types.ts';
import type { BakeStep } from '../../config/plan.ts';
import { record, revertNow, takePromotion, type Life } from '../life.ts';
import { hold } from '../stand-still.ts';
import { startWatch } from '../watching.ts';

/** Reasons on which nothing may advance by policy: there was no evidence, not about this split, or a person is asked. */
const NEVER_ADVANCE = new Set([
  'no data',
  'stale',
  'error',
  'split is not what was asked',
  'noise model broken',
  'faster than before',
]);

/** Watches until the verdict, and does with it what the plan says. */
export async function bake(life: Life, step: BakeStep): Promise<string> {
  for (;;) {
    const answer = await verdict(life, step);
    if (answer === 'promoted') return 'ended by promote, without a verdict';
    const { kind, reason, message, blame } = answer;
    record(life, 'verdict', message, { data: { verdict: kind, reason, blame } });
    if (kind === 'pass') return message;
    const policy = kind === 'fail' ? 'hold' : allowedPolicy(step, reason);
    if (policy === 'revert') return revertNow(life, { cause: 'verdict', message });
    if (policy === 'advance') return `advanced by policy: ${message}`;
    const decision = await hold(life, { reason, message, promotable: true, retryable: true });
    life.watching.muted = life.watching.muted.filter((finding) => finding !== 'harm');
    if (decision === 'promoted') return 'ended by promote, without a pass';
  }
}

/** `advance` is refused where there was nothing to judge by: then a person is asked. */
function allowedPolicy(step: BakeStep, reason: string): BakeStep['onInconclusive'] {
  return step.onInconclusive === 'advance' && NEVER_ADVANCE.has(reason) ? 'hold' : step.onInconclusive;
}

/** Time that the release stands paused counts for neither end of the bake; it is watched all the same. */
async function verdict(life: Life, step: BakeStep): Promise<WatchAnswer | 'promoted'> {
  const { until, minRequests, min, max } = step;
  const wait = (life.wait = { end: Date.now() + max });
  let minUntil = Date.now() + min;
  try {
    for (;;) {
      const began = Date.now();
      const paused = life.pausedBy !== null;
      await startWatch(life, {
        mode: 'steady',
        expected: max,
        onFail: step.onFail,
        ...(paused ? {} : { bake: { until, minRequests, minUntil, wait } }),
      });
      const { watching } = life;
      const decided = (): boolean => watching.verdict !== null || life.promotion !== null;
      await condition(() => decided() || (life.pausedBy !== null) !== paused);
      // What was promoted while the evidence went over its bound was promoted on an older view of it.
      const promoted = takePromotion(life) !== null && watching.verdict?.kind !== 'fail';
      if (promoted) return 'promoted';
      if (watching.verdict !== null) return watching.verdict;
      if (!paused) continue;
      wait.end += Date.now() - began;
      minUntil += Date.now() - began;
    }
  } finally {
    life.wait = null;
  }
}
