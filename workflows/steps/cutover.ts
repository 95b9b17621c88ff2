import type { Step } from '../../config/plan.ts';
import { observes } from '../calls.ts';
import { record, splitFor, type Life } from '../life.ts';
import { noteObserved } from '../observed.ts';
import { hold } from '../stand-still.ts';
import { keepWatching } from '../watching.ts';
import { raise } from './shift.ts';

/** All traffic to the candidate at full size, seen to be so; then the old slot drains and stays warm. */
export async function cutover(life: Life, step: Extract<Step, { kind: 'cutover' }>): Promise<string> {
  await raise(life, 10_000, { full: true });
  life.cutOver = true;
  if (life.input.stable === null) {
    const message = 'read back from the router; nothing served before, so nothing else can get traffic';
    record(life, 'observed', message);
    return message;
  }
  await keepWatching(life);
  const observed = await observeCutover(life, step.deadline);
  return `${observed}; ${await drainOld(life, life.input.stable.slot)}`;
}

async function observeCutover(life: Life, patience: number): Promise<string> {
  const { candidate, plan, lane } = life.input;
  for (;;) {
    const answer = await observes('forward', patience).observe({
      place: { lane, router: plan.router, platform: plan.platform },
      split: splitFor(life, 10_000),
      candidate: candidate.slot,
      effectiveAt: life.traffic.at,
      splitDivisor: plan.analysis.splitDivisor,
      goal: 'cutover',
      patience,
    });
    noteObserved(life, answer);
    if (answer.kind === 'proven') return answer.message;
    const message = `the cutover is written but not seen: ${answer.message}`;
    // Where the old slot is seen to get requests, nobody may go on to take it down.
    const promotable = answer.kind === 'no-traffic' || answer.kind === 'unproven';
    const decision = await hold(life, { reason: answer.kind, message, promotable, retryable: true });
    if (decision === 'promoted') return answer.message;
  }
}

async function drainOld(life: Life, slot: 'blue' | 'green'): Promise<string> {
  const { plan, lane } = life.input;
  const { drain } = plan;
  const longest = drain.kind === 'wait' ? drain.wait : drain.deadline;
  const answer = await observes('forward', longest).drain({
    place: { lane, router: plan.router, platform: plan.platform },
    slot,
    drain,
  });
  return answer.message;
}
