import { activityInfo, Context } from '@temporalio/activity';

/** Whether an activity is to stop. */
export interface Stop {
  /** Aborts when its workflow asks it to stop, and when this process ends. */
  signal: AbortSignal;
  /** Its workflow has asked; otherwise only this process ends, and another attempt is to go on. */
  asked(): boolean;
}

/**
 * Tells activities to stop where their workflow runs in the same process. Temporal tells them too, wherever they run, but
 * only in the answer to a heartbeat, up to a second later.
 */
export interface Stops {
  /** Every attempt of the activity for this run of a workflow that this process makes now. */
  ask(runId: string, activity: string): void;
  /** Runs the work of the present activity, which heeds what it is given. */
  heeding<T>(work: (stop: Stop) => Promise<T>): Promise<T>;
}

/** Nobody is asked to stop yet. */
export function createStops(): Stops {
  const running = new Map<string, Set<AbortController>>();
  return {
    ask(runId, activity) {
      for (const each of running.get(keyOf(runId, activity)) ?? []) each.abort();
    },
    async heeding(work) {
      const { workflowExecution, activityType } = activityInfo();
      const { cancellationSignal } = Context.current();
      const key = keyOf(workflowExecution?.runId ?? '', activityType);
      const own = new AbortController();
      const all = running.get(key) ?? new Set();
      running.set(key, all.add(own));
      try {
        return await work({
          signal: AbortSignal.any([cancellationSignal, own.signal]),
          asked: () => own.signal.aborted || Context.current().cancellationDetails?.cancelRequested === true,
        });
      } finally {
        all.delete(own);
        if (all.size === 0) running.delete(key);
      }
    },
  };
}

function keyOf(runId: string, activity: string): string {
  return `${runId} ${activity}`;
}
