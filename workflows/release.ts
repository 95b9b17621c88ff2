import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { abortRelease, handleActs } from './acts.ts';
import { finish } from './finish.ts';
import { createLife, record, untilFree, type Life } from './life.ts';
import type { Outcome, ReleaseInput, ReleaseResult } from './messages.ts';
import { prepare } from './prepare.ts';
import { publish } from './publish.ts';
import { becomeKnownGood } from './steps/keep.ts';
import { runStep } from './steps/index.ts';
import { tellNotifiers } from './tell.ts';
import { undo } from './undo.ts';
import { keepWatching, stopWatch } from './watching.ts';

/**
 * The life of one release: read the world, play the plan's steps, and when anything says stop, undo what was
 * applied. It ends completed, reverted, refused or left, with its report archived.
 */
export async function release(input: ReleaseInput): Promise<ReleaseResult> {
  const life = createLife(input);
  handleActs(life);
  abortOnCancel(life);
  return life.base.run(async () => {
    record(life, 'started', `${input.version} to ${input.lane} by ${input.actor}`, {
      actor: input.actor,
      reason: input.reason,
    });
    void tellNotifiers(life);
    return finish(life, await live(life));
  });
}

/** Plays the release and says how it ended. */
async function live(life: Life): Promise<Outcome> {
  const refused = await prepare(life);
  if (refused !== undefined) {
    life.sentence = refused;
    record(life, 'refused', refused);
    return 'refused';
  }
  if (await playSteps(life)) return 'completed';
  if (life.left !== null) return 'left';
  record(life, 'undo-started', life.stop?.message ?? 'undo', { data: { cause: life.stop?.cause } });
  publish(life);
  return (await undo(life)) ? 'reverted' : 'left';
}

/** Plays the plan step by step; false when something asked for a stop. */
async function playSteps(life: Life): Promise<boolean> {
  life.phase = 'running';
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  life.scope = scope;
  if (life.stop !== null) return false;
  try {
    await scope.run(async () => {
      for (const [index, step] of life.input.plan.steps.entries()) {
        await gate(life);
        await runStep(life, index, step);
      }
      await gate(life);
      await becomeKnownGood(life);
    });
    await stopWatch(life);
    return true;
  } catch (error) {
    if (isCancellation(error) && (life.stop !== null || life.left !== null)) return false;
    throw error;
  }
}

/** Nothing advances while a person holds or pauses the release; the watch goes on. */
async function gate(life: Life): Promise<void> {
  if (life.hold === null && life.pausedBy === null) return;
  await keepWatching(life);
  await untilFree(life);
}

/** Temporal's own cancel means abort. */
function abortOnCancel(life: Life): void {
  void CancellationScope.current().cancelRequested.catch(() => {
    abortRelease(life, { actor: 'temporal', reason: 'the workflow was cancelled' });
  });
}
