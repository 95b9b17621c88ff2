import { condition } from '@temporalio/workflow';
import type { WatchAnswer } from '../../activities/types.ts';
import type { BakeStep } from '../../config/plan.ts';
import { hold } from '../hold.ts';
import { record, revertNow, takePromotion, untilFree, type Life } from '../life.ts';
import { startWatch } from '../watching.ts';

/** Reasons on which nothing may advance by policy: there was no evidence at all, or not about this split. */
const NEVER_ADVANCE = new Set(['no data', 'stale', 'error', 'split is not what was asked']);

/** Watches until the verdict, and does with it what the plan says. */
export async function bake(life: Life, step: BakeStep): Promise<string> {
  let began = Date.now();
  let until = began + step.max;
  for (;;) {
    const answer = await verdict(life, step, began, until);
    if (answer === 'promoted') return 'ended by promote, without a verdict';
    const pausedAt = Date.now();
    if (life.pausedBy !== null && answer.kind === 'inconclusive') {
      await untilFree(life);
      until = Date.now() + Math.min(step.max, Date.now() - pausedAt);
      continue;
    }
    const data = { verdict: answer.kind, reason: answer.reason, blame: answer.blame };
    record(life, 'verdict', answer.message, { data });
    if (answer.kind === 'pass') return answer.message;
    const policy = answer.kind === 'fail' ? 'hold' : allowedPolicy(step, answer.reason);
    if (policy === 'revert') return revertNow(life, { cause: 'verdict', message: answer.message });
    if (policy === 'advance') return `advanced by policy: ${answer.message}`;
    const { reason, message } = answer;
    const decision = await hold(life, { reason, message, promotable: true, retryable: true });
    if (decision === 'promoted') return 'ended by promote, without a pass';
    began = Date.now();
    until = began + step.max;
  }
}

/** `advance` is refused where there was nothing to judge by: then a person is asked. */
function allowedPolicy(step: BakeStep, reason: string): BakeStep['onInconclusive'] {
  return step.onInconclusive === 'advance' && NEVER_ADVANCE.has(reason) ? 'hold' : step.onInconclusive;
}

async function verdict(
  life: Life,
  step: BakeStep,
  began: number,
  until: number,
): Promise<WatchAnswer | 'promoted'> {
  const { watching } = life;
  watching.muted = watching.muted.filter((finding) => finding !== 'harm');
  await startWatch(life, {
    mode: 'steady',
    expected: step.max,
    bake: {
      until: step.until,
      minRequests: step.minRequests,
      minUntil: began + step.min,
      maxUntil: until,
      onFail: step.onFail,
    },
  });
  await condition(() => watching.verdict !== null || life.promotion !== null);
  return takePromotion(life) === null && watching.verdict !== null ? watching.verdict : 'promoted';
}
