import type { WorkflowExecutionDescription } from '@temporalio/client';
import type { ReleaseView } from '../wire/release.ts';

/** Whether a workflow in this state of Temporal's ended without an end of its own. */
export function isLost(state: string): boolean {
  return !['RUNNING', 'COMPLETED', 'CONTINUED_AS_NEW', 'PAUSED'].includes(state);
}

/**
 * Says of a release that was ended from outside that it is lost: since then nothing of it goes on, nothing is asked and
 * no deadline passes. Others stay as they are.
 */
export function endedFromOutside(
  view: ReleaseView,
  { status, closeTime }: Pick<WorkflowExecutionDescription, 'status' | 'closeTime'>,
): ReleaseView {
  if (!isLost(status.name) || view.phase === 'finished') return view;
  const { deadline: _passes, hold: _stands, approval: _waits, pausedBy: _resumes, steps, ...known } = view;
  const how = `${status.name.toLowerCase().replace('_', ' ')} from outside`;
  const ended = closeTime === undefined ? {} : { finishedAt: closeTime.getTime() };
  return {
    ...known,
    ...ended,
    phase: 'finished',
    outcome: 'lost',
    sentence: `its workflow was ${how}; sluice lane show ${view.lane.replace('.', '@')} says what became of the lane`,
    steps: steps.map((step) =>
      step.state === 'running' ? { ...step, ...ended, state: 'failed', note: how } : step,
    ),
  };
}
