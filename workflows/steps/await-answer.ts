import { condition } from '@temporalio/workflow';
import type { WatchAnswer } from '../../activities/types.ts';
import type { BakeStep, Milliseconds } from '../../config/plan.ts';
import { assumptions } from '../describe-calibrations.ts';
import { record, revertNow, takePromotion, type Life } from '../life.ts';
import { hold } from '../stand-still.ts';
import { measureRulesAfresh } from '../watch-answer.ts';
import type { WatchMode } from '../watch-request.ts';
import { startWatch } from '../watching.ts';

/** Reasons on which nothing may advance by policy: there was no evidence, not about this split, or a person is asked. */
const NEVER_ADVANCE = new Set([
  'no data',
  'stale',
  'error',
  'split is not what was asked',
  'noise model broken',
  'faster than before',
  'rule failed',
]);

/** What a step asks of the watch, and how it moves its own ends by the time that the release stood paused. */
export interface Awaited {
  expected: Milliseconds;
  onFail: BakeStep['onFail'];
  goal: () => Pick<WatchMode, 'bake' | 'ramp'>;
  onPaused: (length: Milliseconds) => void;
}

/** Watches until there is an answer. A paused release is watched all the same, but nothing is answered. */
export async function untilAnswer(
  life: Life,
  { expected, onFail, goal, onPaused }: Awaited,
): Promise<WatchAnswer | 'promoted'> {
  for (;;) {
    const began = Date.now();
    const paused = life.pausedBy !== null;
    await startWatch(life, { mode: 'steady', expected, onFail, ...(paused ? {} : goal()) });
    const { watching } = life;
    const decided = (): boolean => watching.verdict !== null || life.promotion !== null;
    await condition(() => decided() || (life.pausedBy !== null) !== paused);
    // What was promoted while the evidence went over its bound was promoted on an older view of it.
    const promoted = takePromotion(life) !== null && watching.verdict?.kind !== 'fail';
    if (promoted) return 'promoted';
    if (watching.verdict !== null) return watching.verdict;
    if (paused) onPaused(Date.now() - began);
  }
}

/** Does with a verdict what the plan says: the step's note, or undefined to watch again. */
export async function actOnVerdict(
  life: Life,
  { onInconclusive }: Pick<BakeStep, 'onInconclusive'>,
  { kind, reason, message, blame }: WatchAnswer,
): Promise<string | undefined> {
  record(life, 'verdict', message, { data: { verdict: kind, reason, blame } });
  if (kind === 'pass') return `${message}${assumptions(life)}`;
  const policy = kind === 'fail' ? 'hold' : allowedPolicy(onInconclusive, reason);
  if (policy === 'revert') return revertNow(life, { cause: 'verdict', message });
  if (policy === 'advance') return `advanced by policy: ${message}`;
  const decision = await hold(life, { reason, message, promotable: true, retryable: true });
  life.watching.muted = life.watching.muted.filter((finding) => finding !== 'harm');
  measureRulesAfresh(life);
  return decision === 'promoted' ? 'ended by promote, without a pass' : undefined;
}

/** `advance` is refused where there was nothing to judge by: then a person is asked. */
function allowedPolicy(policy: BakeStep['onInconclusive'], reason: string): BakeStep['onInconclusive'] {
  return policy === 'advance' && NEVER_ADVANCE.has(reason) ? 'hold' : policy;
}
