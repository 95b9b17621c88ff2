import { CancellationScope, isCancellation } from '@temporalio/workflow';
import { abortRelease, handleActs } from './acts.ts';
import { actorNamed, byWhom } from './by-whom.ts';
import { startCalibrating } from './calibrating.ts';
import { finish } from './finish.ts';
import { createLife, isEnding, record, type Life } from './life.ts';
import type { Outcome, ReleaseInput, ReleaseResult } from './messages.ts';
import { prepare } from './prepare.ts';
import { publishChanges } from './publish.ts';
import { tellLane } from './release-audit.ts';
import { untilFree } from './stand-still.ts';
import { attempt } from './steps/attempt.ts';
import { becomeKnownGood } from './steps/keep.ts';
import { runStep } from './steps/index.ts';
import { tellNotifiers } from './tell.ts';
import { undo } from './undo.ts';
import { stopWatch } from './watching.ts';

/**
 * The life of one release: read the world, play the plan's steps, and when anything says stop, undo what was
 * applied. It ends completed, reverted, refused or left, with its report archived.
 */
export async function release(input: ReleaseInput): Promise<ReleaseResult> {
  const life = createLife(input);
  handleActs(life);
  abortOnCancel(life);
  return life.base.run(async () => {
    record(life, 'started', begin(input), byWhom(input));
    if (input.overrideFreeze === true) {
      record(life, 'freeze-overridden', `no freeze holds it, says ${actorNamed(input)}`, byWhom(input));
    }
    void tellNotifiers(life);
    void publishChanges(life);
    void tellLane(life);
    return finish(life, await live(life));
  });
}

/** What begins, in a few words: a release that is no ordinary one says so. */
function begin(input: ReleaseInput): string {
  const { kind, version, lane, back } = input;
  const ordinary = kind === 'release' || kind === 'recovery';
  const brought = back?.release ?? null;
  return [
    ordinary ? `${version} to ${lane}` : `${kind} to ${version} in ${lane}`,
    ...(brought === null ? [] : [`which ${brought} had brought,`]),
    `by ${actorNamed(input)}`,
  ].join(' ');
}

/** Plays the release and says how it ended. */
async function live(life: Life): Promise<Outcome> {
  const refused = await prepare(life);
  if (refused !== undefined) {
    life.sentence = refused;
    record(life, 'refused', refused);
    return 'refused';
  }
  startCalibrating(life);
  if (await playSteps(life)) return 'completed';
  if (life.left !== null) return 'left';
  life.phase = 'undoing';
  life.turn += 1;
  record(life, 'undo-started', life.stop?.message ?? 'undo', { data: { cause: life.stop?.cause } });
  return (await undo(life)) ? 'reverted' : 'left';
}

/** Plays the plan step by step; false when something asked for a stop. */
async function playSteps(life: Life): Promise<boolean> {
  life.phase = 'running';
  const scope = new CancellationScope({ cancellable: true, parent: life.base });
  life.scope = scope;
  if (isEnding(life)) return false;
  try {
    await scope.run(async () => {
      for (const [index, step] of life.input.plan.steps.entries()) {
        await untilFree(life);
        await runStep(life, index, step);
      }
      await attempt(life, 'becoming known good', async () => becomeKnownGood(life));
    });
    await stopWatch(life);
    return true;
  } catch (error) {
    if (isCancellation(error) && isEnding(life)) return false;
    throw error;
  }
}

/** Temporal's own cancel means abort. */
function abortOnCancel(life: Life): void {
  void CancellationScope.current().cancelRequested.catch(() => {
    abortRelease(life, { actor: 'temporal', reason: 'the workflow was cancelled', source: 'temporal' });
  });
}
