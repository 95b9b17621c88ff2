import { isCancellation, TemporalFailure } from '@temporalio/workflow';
import type { HookConfig } from '../../config/hooks/hook.ts';
import type { RunStep } from '../../config/plan.ts';
import { hooks } from '../calls.ts';
import { rootCause } from '../failures.ts';
import { describeHook } from '../labels.ts';
import { isEnding, record, revertNow, subjectOf, type Life } from '../life.ts';
import { hold } from '../stand-still.ts';
import { keepWatching } from '../watching.ts';

/** Does something of the user's own. Its undo is registered first, so that one which was begun is taken back. */
export async function run(life: Life, runStep: RunStep): Promise<string> {
  const { hook, undo, onFail } = runStep;
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
    if (isEnding(life) || isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    const why = rootCause(error);
    if (life.knownGood) return (await endedByPromote(life, hook, why)) ?? run(life, runStep);
    if (onFail === 'hold') throw error;
    return revertNow(life, { cause: 'verdict', message: `${describeHook(hook)} failed: ${why}` });
  }
}

/** Nothing takes a known good release back, so a person may go on without this step; undefined to run it again. */
async function endedByPromote(life: Life, hook: HookConfig, why: string): Promise<string | undefined> {
  const message = `run ${describeHook(hook)} did not work: ${why}`;
  record(life, 'error', message);
  const decision = await hold(life, { reason: 'error', message, promotable: true, retryable: true });
  return decision === 'promoted' ? 'ended by promote, without success' : undefined;
}
