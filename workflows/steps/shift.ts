import { patched } from '@temporalio/workflow';
import type { ObserveAnswer, WriteAnswer, WriteRequest } from '../../activities/types.ts';
import { isBroken } from '../../analysis/rules/phase.ts';
import type { BasisPoints, Step } from '../../config/plan.ts';
import { endCalibrating } from '../calibrating.ts';
import { observes } from '../calls.ts';
import { raiseOf, untilThawed } from '../frozen.ts';
import { percent } from '../labels.ts';
import { splitFor, type Life } from '../life.ts';
import { makeWay } from '../make-way.ts';
import { noteObserved } from '../observed.ts';
import { hold, isFree, untilFree } from '../stand-still.ts';
import { beginStage, stopWatch, watchingIfLong } from '../watching.ts';
import { write } from '../write.ts';

/** How long a shift looks for traffic before it goes on unproven. */
export const LONGEST_LOOK = 60_000;

/** Sends a share of traffic to the candidate: write, read back, observe. */
export async function shift(life: Life, step: Extract<Step, { kind: 'shift' }>): Promise<string> {
  await raise(life, step.to, { full: false });
  const answer = await observeRaise(life, Math.min(step.deadline, LONGEST_LOOK));
  return answer.message;
}

/** Waits until neither the evidence nor anybody's hold or pause speaks against sending more; the watch has ended. */
async function untilRaiseAllowed(life: Life): Promise<void> {
  let granted = false;
  for (;;) {
    await untilFree(life);
    await stopWatch(life);
    // The end of the watch takes a moment, in which somebody may have said pause.
    if (!isFree(life)) continue;
    if (granted || life.watching.raiseAllowed) return;
    const decision = await hold(life, { ...whyNotRaised(life), promotable: true, retryable: true });
    granted = decision === 'promoted';
  }
}

function whyNotRaised({ watching: { rules = [] } }: Life): { reason: string; message: string } {
  const broken = rules.find(({ phase, dryRun }) => !dryRun && isBroken(phase));
  if (broken !== undefined) {
    const { name, phase, message = phase } = broken;
    return { reason: 'rule', message: `the rule ${name} is broken, so the weight is not raised: ${message}` };
  }
  const message = 'the evidence has turned against the candidate, so its weight is not raised';
  return { reason: 'evidence', message };
}

/** Writes a larger weight and begins the new stage, when it may be raised; holds when it cannot be written. */
export async function raise(life: Life, weight: BasisPoints, needs: { full: boolean }): Promise<void> {
  let { onDrift } = life.input.plan;
  await endCalibrating(life);
  for (;;) {
    await untilRaiseAllowed(life);
    const refused = await tryRaise(life, weight, { ...needs, onDrift });
    if (refused === undefined) return;
    if (needs.full && !(life.cutOver && patched('cutover-stays-begun'))) notCutOver(life);
    onDrift = await standRefused(life, refused, onDrift);
  }
}

/**
 * Stands still over a raise that was not written: until a freeze ends, else until a person says to try again. Answers
 * what the next write does with somebody else's change.
 */
export async function standRefused(
  life: Life,
  { kind: reason, message, frozen }: WriteAnswer,
  onDrift: WriteRequest['onDrift'],
): Promise<WriteRequest['onDrift']> {
  if (frozen !== undefined) {
    await untilThawed(life, frozen);
    return onDrift;
  }
  await hold(life, { reason, message, promotable: false, retryable: true });
  return 'restore';
}

/** Writes a larger weight once and begins the new stage; says why where nothing was written. */
export async function tryRaise(
  life: Life,
  weight: BasisPoints,
  { full, onDrift }: { full: boolean; onDrift: WriteRequest['onDrift'] },
): Promise<WriteAnswer | undefined> {
  const { candidate, stable } = life.input;
  if (!life.undo.includes('traffic')) life.undo.push('traffic');
  await stopWatch(life);
  if (full) life.cutoverBegun = true;
  const { splitDivisor } = life.input.plan.analysis;
  const writing = {
    onDrift,
    // What was written is no raise when it is written again.
    ...(life.cutOver ? {} : { raise: raiseOf(life) }),
    mustBeReady: [candidate.slot],
    // A cutover is proven by more than a moment.
    ...(full ? { mustBeFull: [candidate.slot] } : { look: { candidate: candidate.slot, splitDivisor } }),
  };
  life.watching.raising = true;
  try {
    const answer = await watchingIfLong(life, { mode: 'transition' }, async () =>
      write(life, splitFor(life, weight), writing),
    );
    if (answer.kind !== 'written' && answer.kind !== 'already') return answer;
    beginStage(life, answer.effectiveAt);
    return undefined;
  } catch (error) {
    // It may have landed all the same: from now on the candidate is watched.
    if (stable !== null) life.watching.trafficSince ??= Date.now();
    throw error;
  } finally {
    life.watching.raising = false;
  }
}

/** Nothing was written after all: what was to take its place, and was told to wait, may do so now. */
function notCutOver(life: Life): void {
  life.cutoverBegun = false;
  if (life.newer !== null) makeWay(life, life.newer);
}

/** Observes until the split is proven, or too thin to tell; a share above the asked one holds at once. */
export async function observeRaise(life: Life, patience: number): Promise<ObserveAnswer> {
  const { asked } = life.traffic;
  // That of the write would go on muted.
  await stopWatch(life);
  for (;;) {
    const answer = life.seen ?? (await lookOn(life, patience));
    life.seen = null;
    noteObserved(life, answer);
    if (answer.kind !== 'more') return answer;
    const message = `the candidate gets more than the ${percent(asked)} that were asked for: ${answer.message}`;
    const decision = await hold(life, { reason: 'split', message, promotable: true, retryable: true });
    if (decision === 'promoted') return answer;
  }
}

/** Looks at the traffic of the present weight, watched if that takes longer. */
async function lookOn(life: Life, patience: number): Promise<ObserveAnswer> {
  const { candidate, plan, lane } = life.input;
  return watchingIfLong(life, { mode: 'steady' }, async () =>
    observes('forward', patience).observe({
      place: { lane, router: plan.router, platform: plan.platform },
      split: splitFor(life, life.traffic.asked),
      candidate: candidate.slot,
      effectiveAt: life.traffic.at,
      splitDivisor: plan.analysis.splitDivisor,
      goal: 'raise',
      patience,
    }),
  );
}
