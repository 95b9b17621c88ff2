import type { InjectedSinks } from '@temporalio/worker';
import type { Stops } from '../activities/stops.ts';
import type { StopSinks } from '../workflows/stop-early.ts';

/** Where workflows say that an activity is to stop; it is heard by those of this process. */
export function stopSinks(stops: Stops): InjectedSinks<StopSinks> {
  return { stops: { ask: { fn: ({ runId }, activity) => stops.ask(runId, activity) } } };
}
