import { ScheduleNotFoundError, type ScheduleDescription } from '@temporalio/client';
import { z } from 'zod';
import { describeClocks, nextRuns } from '../../config/schedules/next-runs.ts';
import { askTemporal } from '../ask-temporal.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import type { ScheduleView } from '../wire/schedule.ts';
import { PREFIX, scheduleId } from './temporal.ts';

const SHOWN = 5;

const input = z.object({
  lane: z.string(),
  name: z.string(),
  version: z.string(),
  cron: z.string(),
  timeZone: z.string(),
  origin: z.enum(['file', 'api']),
  createdBy: z.string(),
});

/** All schedules that Sluice made, by lane and name. Throws `temporal_unavailable`. */
export async function readSchedules(context: Pick<ApiContext, 'client'>): Promise<ScheduleView[]> {
  const { client } = context;
  const ids: string[] = [];
  await askTemporal(client, async () => {
    for await (const { scheduleId: id } of client.schedule.list()) if (id.startsWith(PREFIX)) ids.push(id);
  });
  const read = ids.toSorted().map(async (id) => {
    try {
      return toView(await askTemporal(client, async () => client.schedule.getHandle(id).describe()));
    } catch (error) {
      // It was deleted meanwhile.
      if (error instanceof ScheduleNotFoundError) return undefined;
      throw error;
    }
  });
  return (await Promise.all(read)).flatMap((view) => view ?? []);
}

/** One schedule. Throws `schedule_not_found`. */
export async function readSchedule(
  { client }: Pick<ApiContext, 'client'>,
  which: { lane: string; name: string },
): Promise<ScheduleView> {
  const view = await askTemporal(client, async () =>
    client.schedule.getHandle(scheduleId(which)).describe(),
  ).then(toView, (error: unknown) => {
    if (error instanceof ScheduleNotFoundError) return undefined;
    throw error;
  });
  if (view !== undefined) return view;
  const there = 'sluice schedule list has those that there are';
  throw new ApiError('schedule_not_found', `${which.lane} has no schedule ${which.name}; ${there}`);
}

function toView({ action, state, info }: ScheduleDescription): ScheduleView | undefined {
  const said: unknown = action.args?.[0];
  const read = input.safeParse(said);
  if (!read.success) return undefined;
  const { cron, timeZone } = read.data;
  const next = state.paused ? [] : nextRuns(cron, timeZone, Date.now(), SHOWN);
  const last = info.recentActions.at(-1)?.scheduledAt.getTime();
  return {
    ...read.data,
    paused: state.paused,
    note: state.note ?? '',
    next: next.map((run) => {
      const clocks = describeClocks(run);
      return { at: run.at, ...(clocks === undefined ? {} : { clocks }) };
    }),
    last: last ?? null,
    runs: info.numActionsTaken,
    missed: info.numActionsMissedCatchupWindow,
    skipped: info.numActionsSkippedOverlap,
  };
}
