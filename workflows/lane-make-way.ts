/** How a lane has its running release make way for the one that waits. */
import { condition, getExternalWorkflowHandle, sleep } from '@temporalio/workflow';
import type { ExternalWorkflowHandle } from '@temporalio/workflow';
import type { LaneState } from './lane-messages.ts';
import { abort, supersede, type Act } from './messages.ts';

/** How long a submit waits for what the running release says. */
const PATIENCE = 2000;
const AGAIN = 1000;

/**
 * Asks the running release to make way, and waits a little for its answer. Whatever comes of it, the one that waits
 * begins when the running one has ended.
 */
export async function supersedeRunning(state: LaneState, running: string): Promise<void> {
  const { waiting } = state;
  if (waiting === null) return;
  const { id, submission } = waiting;
  const { version } = submission;
  void tell(state, running, async (release) =>
    release.signal(supersede, { id, version, ...whoOf(submission) }),
  );
  await condition(() => state.waiting !== waiting || waiting.note !== undefined, PATIENCE);
}

/** Aborts the running release. When that brings the wanted version back, the one that waits never begins. */
export function abortRunning(state: LaneState, running: string): void {
  const { waiting, live } = state;
  if (waiting === null) return;
  const { kind, version, reason } = waiting.submission;
  const then = version === live?.version ? `${version} serves again then` : `${version} begins then`;
  waiting.note = `${running} is aborted for it; ${then}`;
  const why = `${kind} to ${version}: ${reason}`;
  void tell(state, running, async (release) =>
    release.signal(abort, { ...whoOf(waiting.submission), reason: why }),
  );
}

/** Who acts, as the release that has to go records it; the key is that of the lane. */
function whoOf({ actor, reason, source, breakGlass }: Act): Act {
  return {
    actor,
    reason,
    ...(source === undefined ? {} : { source }),
    ...(breakGlass === undefined ? {} : { breakGlass }),
  };
}

/** A release that was started a moment ago may not be there to be told yet. */
async function tell(
  state: LaneState,
  running: string,
  send: (release: ExternalWorkflowHandle) => Promise<void>,
): Promise<void> {
  const { waiting } = state;
  while (state.running?.id === running && state.waiting === waiting) {
    const told = await send(getExternalWorkflowHandle(`release/${running}`)).then(
      () => true,
      () => false,
    );
    if (told) return;
    await sleep(AGAIN);
  }
}
