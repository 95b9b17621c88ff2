/** Schedules as Temporal keeps them. */
import { ScheduleAlreadyRunning, ScheduleOverlapPolicy, type ScheduleOptions } from '@temporalio/client';
import type { Schedule } from '../../config/schedules/schedule.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';
import type { ApiContext } from '../context.ts';

/** A run that is later than this is missed. */
const CATCH_UP = '10m';
/** What the id of every schedule begins with. */
export const PREFIX = 'schedule/';

/** The id of a schedule in Temporal. */
export function scheduleId({ lane, name }: Pick<Schedule, 'lane' | 'name'>): string {
  return `${PREFIX}${lane}/${name}`;
}

type Made = Pick<ScheduledInput, 'origin' | 'createdBy'>;

/** Typed by what it is made of. */
function optionsOf({ settings }: Pick<ApiContext, 'settings'>, schedule: Schedule, made: Made) {
  const { lane, name, version, cron, timeZone } = schedule;
  const input: ScheduledInput = { schemaVersion: 1, lane, name, version, cron, timeZone, ...made };
  return {
    spec: { cronExpressions: [cron], timezone: timeZone },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'scheduled',
      workflowId: `scheduled/${lane}/${name}`,
      taskQueue: actQueue(settings.temporal.taskQueue),
      args: [input],
    },
    policies: { catchupWindow: CATCH_UP, overlap: ScheduleOverlapPolicy.SKIP, pauseOnFailure: true },
  } satisfies Partial<ScheduleOptions>;
}

/** Makes a schedule, or brings it to what it is to be; whether it is paused stays as it is. `made`: false, it was there. */
export async function putSchedule(
  context: Pick<ApiContext, 'client' | 'settings'>,
  schedule: Schedule,
  made: Made,
  replace: boolean,
): Promise<boolean> {
  const options = optionsOf(context, schedule, made);
  try {
    await context.client.schedule.create({
      scheduleId: scheduleId(schedule),
      ...options,
    });
    return true;
  } catch (error) {
    if (!(error instanceof ScheduleAlreadyRunning)) throw error;
  }
  if (!replace) return false;
  await context.client.schedule
    .getHandle(scheduleId(schedule))
    .update(({ state }) => ({ ...options, state }));
  return false;
}
