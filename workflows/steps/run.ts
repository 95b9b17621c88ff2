import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import type { RunStep } from '../../config/plan.ts';
import { hooks } from '../calls.ts';
import { rootCause } from '../failures.ts';
import { describeHook } from '../labels.ts';
import { isEnding, revertNow, subjectOf, type Life } from '../life.ts';
import { keepWatching } from '../watching.ts';

/** Does something of the user's own. Its undo is registered first, so that one which was begun is taken back. */
export async function run(life: Life, { hook, undo, onFail }: RunStep): Promise<string> {
  const { step } = life;
  await keepWatching(life);
  if (undo !== undefined && !life.undo.some((each) => typeof each === 'object' && each.step === step)) {
    life.undo.push({ step, hook: undo });
  }
  life.calls += 1;
  const call = { ...subjectOf(life, step), act: 'do' as const, attempt: life.calls };
  try {
    return await hooks('forward', hook.timeout).hook({ lane: life.input.lane, hook, call });
  } catch (error) {
    if (onFail === 'hold' || isEnding(life) || isCancellation(error) || !(error instanceof TemporalFailure)) {
      throw error;
    }
    return revertNow(life, {
      cause: 'verdict',
      message: `${describeHook(hook)} failed: ${rootCause(error)}`,
    });
  }
}
