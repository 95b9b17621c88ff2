import { CancellationScope, proxySinks, type Sinks } from '@temporalio/workflow';

/** What workflows say to the process that runs them. It changes nothing that is lasting. */
export interface StopSinks extends Sinks {
  stops: { ask(activity: string): void };
}

const { stops } = proxySinks<StopSinks>();

/**
 * Calls an activity that answers when it is asked to stop. Where it runs in this process it is asked without waiting for
 * its next heartbeat, in whose answer Temporal tells it.
 */
export async function stoppedEarly<T>(activity: string, call: () => Promise<T>): Promise<T> {
  CancellationScope.current().cancelRequested.catch(() => stops.ask(activity));
  return call();
}
