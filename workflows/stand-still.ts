import { CancelledFailure, condition } from '@temporalio/workflow';
import { ask, type HoldRequest } from './hold.ts';
import { isEnding, type Held, type Life } from './life.ts';
import { keepWatching } from './watching.ts';

/** Holds a step, watched, and waits for the decision. Ends the step when the release is going to end. */
export async function hold(life: Life, request: HoldRequest): Promise<NonNullable<Held['decision']>> {
  const since = Date.now();
  await keepWatching(life);
  const decision = await ask(life, request);
  moveEnd(life, since);
  if (decision === null || isEnding(life)) throw new CancelledFailure(request.message);
  return decision;
}

/** Waits, watched, until nobody holds or pauses the release. */
export async function untilFree(life: Life): Promise<void> {
  if (isFree(life)) return;
  const since = Date.now();
  await keepWatching(life);
  await condition(() => isFree(life));
  moveEnd(life, since);
}

/** Time that a step stands still counts for nothing where it waits for something that has an end. */
export function moveEnd({ wait }: Life, since: number): void {
  if (wait !== null) wait.end += Date.now() - since;
}

/** Nobody holds or pauses the release. */
export function isFree(life: Life): boolean {
  return life.holds.length === 0 && life.pausedBy === null;
}
