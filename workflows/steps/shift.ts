import type { ObserveAnswer } from '../../activities/types.ts';
import type { BasisPoints, Step } from '../../config/plan.ts';
import { observes } from '../calls.ts';
import { percent } from '../labels.ts';
import { splitFor, type Life } from '../life.ts';
import { noteObserved } from '../observed.ts';
import { hold, untilFree } from '../stand-still.ts';
import { beginStage, startWatch, stopWatch } from '../watching.ts';
import { write } from '../write.ts';

/** How long a shift looks for traffic before it goes on unproven. */
const LONGEST_LOOK = 60_000;

/** Sends a share of traffic to the candidate: write, read back, observe. */
export async function shift(life: Life, step: Extract<Step, { kind: 'shift' }>): Promise<string> {
  await untilRaiseAllowed(life);
  await raise(life, step.to, { full: false });
  const answer = await observeRaise(life, Math.min(step.deadline, LONGEST_LOOK));
  return answer.message;
}

/** Waits until the evidence, and nobody's hold or pause, speaks against sending more. */
export async function untilRaiseAllowed(life: Life): Promise<void> {
  await untilFree(life);
  await stopWatch(life);
  while (!life.watching.raiseAllowed) {
    const message = 'the evidence has turned against the candidate, so its weight is not raised';
    const decision = await hold(life, { reason: 'evidence', message, promotable: true, retryable: true });
    await stopWatch(life);
    if (decision === 'promoted') return;
  }
}

/** Writes a larger weight and begins the new stage; holds when it cannot be written. */
export async function raise(life: Life, weight: BasisPoints, needs: { full: boolean }): Promise<void> {
  const { candidate, plan } = life.input;
  if (!life.undo.includes('traffic')) life.undo.push('traffic');
  let onDrift = plan.onDrift;
  for (;;) {
    await startWatch(life, { mode: 'transition' });
    const answer = await write(life, splitFor(life, weight), {
      onDrift,
      mustBeReady: [candidate.slot],
      mustBeFull: needs.full ? [candidate.slot] : [],
    });
    if (answer.kind === 'written' || answer.kind === 'already') {
      beginStage(life, answer.effectiveAt);
      return;
    }
    const { kind: reason, message } = answer;
    await hold(life, { reason, message, promotable: false, retryable: true });
    onDrift = 'restore';
  }
}

/** Observes until the split is proven, or too thin to tell; a share above the asked one holds at once. */
async function observeRaise(life: Life, patience: number): Promise<ObserveAnswer> {
  const { candidate, plan, lane } = life.input;
  const asked = life.traffic.asked;
  if (life.watching.scope === null) await startWatch(life, { mode: 'transition' });
  for (;;) {
    const answer = await observes('forward', patience).observe({
      place: { lane, router: plan.router, platform: plan.platform },
      split: splitFor(life, asked),
      candidate: candidate.slot,
      effectiveAt: life.traffic.at,
      splitDivisor: plan.analysis.splitDivisor,
      goal: 'raise',
      patience,
    });
    noteObserved(life, answer);
    if (answer.kind !== 'more') return answer;
    const message = `the candidate gets more than the ${percent(asked)} that were asked for: ${answer.message}`;
    const decision = await hold(life, { reason: 'split', message, promotable: true, retryable: true });
    if (decision === 'promoted') return answer;
  }
}
