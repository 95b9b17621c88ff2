/**
 * Keeps a workflow's clock from standing still. A query that waited while no worker ran is answered from a history that
 * may have more in it than the last task of the workflow: the SDK then plays that too, with the time of that last task.
 * What happened after a stop of an hour would be dated an hour back, and a bake that begins then would be over at once.
 */
import type { WorkflowInternalsInterceptor } from '@temporalio/workflow';

type Activation = Parameters<NonNullable<WorkflowInternalsInterceptor['activate']>>[0]['activation'];

/** What is looked at of an activation: how long the history is in it, and the time it is of, as text. */
interface Moment {
  events: number;
  time: string;
}

/** So far is the machine's clock at least ahead of it, in milliseconds, where the time is an old one. */
const OLD = 1000;

/** Registered with the bundle of the workflows: fails whatever would play new events with the time of earlier ones. */
export const interceptors = (): { internals: WorkflowInternalsInterceptor[] } => ({
  internals: [refuseOldTime()],
});

/**
 * Such an activation comes of a query alone, which then has no answer, as if no worker had been there. The workflow is
 * played again from its beginning with its next task, whose time is right.
 */
function refuseOldTime(): WorkflowInternalsInterceptor {
  let last: Moment | undefined;
  return {
    activate(input, next) {
      const { activation, batchIndex } = input;
      const now = momentOf(activation);
      const before = last;
      if (batchIndex === 0) last = now;
      if (before !== undefined && isOld(activation, before, now)) {
        throw new Error('a query came before the task with the newest events; it can be asked again');
      }
      next(input);
    },
  };
}

/** Several activations of one task have its time and its history; more history with the same time is no task. */
function isOld({ isReplaying, timestamp }: Activation, before: Moment, now: Moment): boolean {
  if (isReplaying === true || now.events <= before.events || now.time !== before.time) return false;
  // Where the server's clock was set back, a time stands still too; that is no reason to stop.
  return machineTime() - Number(timestamp?.seconds ?? 0) * 1000 > OLD;
}

function momentOf({ historyLength, timestamp }: Activation): Moment {
  return { events: historyLength ?? 0, time: `${String(timestamp?.seconds)}.${String(timestamp?.nanos)}` };
}

/** The machine's clock, which no workflow may go by: only whether an activation is played at all hangs on it. */
function machineTime(): number {
  const now: unknown = Reflect.construct(Date.prototype.constructor, []);
  return now instanceof Date ? now.getTime() : 0;
}
