/**
 * A release that is over stays in its lane a little: its report is written and its last notifications are sent. Whoever
 * was told its end and acts on the lane meanwhile is not turned away for it.
 */
import { condition } from '@temporalio/workflow';
import type { LaneState } from './lane-messages.ts';

/** How long after its end a release is waited for, in milliseconds: whoever acts on a lane waits for 5 s in all. */
const PATIENCE = 3000;

/** Whether the release that runs has come to its end, so that nothing of it can be waited for or aborted. */
export function isOver({ running, over }: Pick<LaneState, 'running' | 'over'>): boolean {
  return running !== null && over?.id === running.id;
}

/** Waits until a release that is over has left the lane; gives up without an error 3 s after its end. */
export async function untilGone(state: LaneState): Promise<void> {
  const { over } = state;
  if (over === null || !isOver(state)) return;
  const left = over.at + PATIENCE - Date.now();
  if (left > 0) await condition(() => state.running?.id !== over.id, left);
}
