/** Schedules as Temporal keeps them: made and read in one way, whoever does it. */
import {
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client';
import { z } from 'zod';
import type { Schedule } from '../../config/schedules/schedule.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';

/** A run that is later than this is missed. */
const CATCH_UP = '10m';
/** What the id of every schedule begins with. */
export const PREFIX = 'schedule/';

const input = z.object({
  lane: z.string(),
  name: z.string(),
  version: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  origin: z.enum(['file', 'api']),
  createdBy: z.string(),
});

/** The id of a schedule in Temporal. */
export function scheduleId({ lane, name }: Pick<Schedule, 'lane' | 'name'>): string {
  return `${PREFIX}${lane}/${name}`;
}

/** How a schedule stands; undefined where there is none, or it is none of Sluice's. Throws Temporal's errors. */
export async function lookAt(
  client: Client,
  which: Pick<Schedule, 'lane' | 'name'>,
): Promise<KeptSchedule | undefined> {
  try {
    return toKept(await client.schedule.getHandle(scheduleId(which)).describe());
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  }
}

function toKept({ action, state, info }: ScheduleDescription): KeptSchedule | undefined {
  const said: unknown = action.args?.[0];
  const read = input.safeParse(said);
  if (!read.success) return undefined;
  return {
    ...read.data,
    paused: state.paused,
    note: state.note ?? '',
    last: info.recentActions.at(-1)?.scheduledAt.getTime() ?? null,
    runs: info.numActionsTaken,
    missed: info.numActionsMissedCatchupWindow,
    skipped: info.numActionsSkippedOverlap,
  };
}

type Made = Pick<ScheduledInput, 'origin' | 'createdBy'>;

/** Typed by what it is made of. */
function optionsOf(taskQueue: string, schedule: Schedule, made: Made) {
  const { lane, name, version, cron, timeZone } = schedule;
  const said: ScheduledInput = { schemaVersion: 1, lane, name, version, cron, timeZone, ...made };
  return {
    spec: { cronExpressions: [cron], timezone: timeZone },
    action: {
      type: 'startWorkflow' as const,
      workflowType: 'scheduled',
      workflowId: `scheduled/${lane}/${name}`,
      taskQueue,
      args: [said],
    },
    policies: { catchupWindow: CATCH_UP, overlap: ScheduleOverlapPolicy.SKIP, pauseOnFailure: true },
  } satisfies Partial<ScheduleOptions>;
}

/** Makes a schedule whose runs go to this queue. False: there is one of that name, which stays as it is. */
export async function createSchedule(
  client: Client,
  taskQueue: string,
  schedule: Schedule,
  made: Made,
): Promise<boolean> {
  try {
    await client.schedule.create({
      scheduleId: scheduleId(schedule),
      ...optionsOf(taskQueue, schedule, made),
    });
    return true;
  } catch (error) {
    if (error instanceof ScheduleAlreadyRunning) return false;
    throw error;
  }
}

/** Makes a schedule, or brings it to what it is to be; whether it is paused stays as it is. */
export async function putSchedule(
  client: Client,
  taskQueue: string,
  schedule: Schedule,
  made: Made,
): Promise<void> {
  if (await createSchedule(client, taskQueue, schedule, made)) return;
  const options = optionsOf(taskQueue, schedule, made);
  await client.schedule.getHandle(scheduleId(schedule)).update(({ state }) => ({ ...options, state }));
}
