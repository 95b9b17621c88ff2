import { condition, getExternalWorkflowHandle, sleep } from '@temporalio/workflow';
import { type LaneState } from './lane-messages.ts';
import { supersede } from './messages.ts';

/** How long a submit waits for what the running release says. */
const PATIENCE = 2000;
const AGAIN = 1000;

/**
 * Asks the running release to make way for the one that waits, and waits a little for its answer. Whatever comes of
 * it, the one that waits begins when the running one has ended.
 */
export async function supersedeRunning(state: LaneState, running: string): Promise<void> {
  const { waiting } = state;
  if (waiting === null) return;
  void tell(state, running, waiting);
  await condition(() => state.waiting !== waiting || waiting.note !== undefined, PATIENCE);
}

/** A release that was started a moment ago may not be there to be told yet. */
async function tell(
  state: LaneState,
  running: string,
  waiting: NonNullable<LaneState['waiting']>,
): Promise<void> {
  const { id, submission } = waiting;
  const { version, actor, reason } = submission;
  while (state.running?.id === running && state.waiting === waiting) {
    const told = await getExternalWorkflowHandle(`release/${running}`)
      .signal(supersede, { id, version, actor, reason })
      .then(
        () => true,
        () => false,
      );
    if (told) return;
    await sleep(AGAIN);
  }
}
