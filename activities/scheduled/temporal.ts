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
import { CATCH_UP } from '../../config/deadlines.ts';
import type { Schedule } from '../../config/schedules/schedule.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import type { ScheduledInput } from '../../workflows/scheduled-messages.ts';

/** What the id of every schedule begins with. */
export const PREFIX = 'schedule/';

/** What the runs of a schedule are started with. */
export const scheduledInput = z.object({
  lane: z.string(),
  name: z.string(),
  version: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  origin: z.enum(['file', 'api']),
  createdBy: z.string(),
  triggers: z.array(z.object({ by: z.string(), at: z.number() })).exactOptional(),
  late: z.object({ count: z.number(), runs: z.array(z.string()) }).exactOptional(),
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
  const read = scheduledInput.safeParse(action.args?.[0]);
  if (!read.success) return undefined;
  const { late = { count: 0, runs: [] }, triggers: _triggers, ...said } = read.data;
  // Temporal began those that were late, and counts them as runs.
  const last = info.recentActions.findLast(({ action: ran }) => !late.runs.includes(ran.workflow.workflowId));
  return {
    ...said,
    paused: state.paused,
    note: state.note ?? '',
    last: last?.scheduledAt.getTime() ?? null,
    runs: info.numActionsTaken - late.count,
    missed: info.numActionsMissedCatchupWindow + late.count,
    skipped: info.numActionsSkippedOverlap,
  };
}

type Made = Pick<ScheduledInput, 'origin' | 'createdBy'>;
/** What is kept of a schedule when it is brought to something else. */
type Noted = Pick<ScheduledInput, 'late' | 'triggers'>;

/** Typed by what it is made of. */
function optionsOf(taskQueue: string, schedule: Schedule, made: Made & Noted) {
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

/** Makes a schedule, or brings it to what it is to be; whether it is paused, and what is noted in it, stays as it is. */
export async function putSchedule(
  client: Client,
  taskQueue: string,
  schedule: Schedule,
  made: Made,
): Promise<void> {
  if (await createSchedule(client, taskQueue, schedule, made)) return;
  await client.schedule.getHandle(scheduleId(schedule)).update(({ state, action }) => ({
    ...optionsOf(taskQueue, schedule, { ...made, ...notedIn(action.args?.[0]) }),
    state,
  }));
}

function notedIn(said: unknown): Noted {
  const { late, triggers } = scheduledInput.safeParse(said).data ?? {};
  return { ...(late === undefined ? {} : { late }), ...(triggers === undefined ? {} : { triggers }) };
}
