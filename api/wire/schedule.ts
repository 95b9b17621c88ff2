/** Schedules on the wire. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { schedule } from '../../config/schema/schedule.ts';
import { laneQuery } from './lane.ts';
import { laneId, reason } from './names.ts';
import { next } from './page.ts';
import { wire } from './registry.ts';

/** The body that makes a schedule. */
export const scheduleBody = z
  .strictObject({
    lane: laneId,
    name,
    schedule: schedule.describe('cron or calendar, timeZone and version, as in a service file.'),
    reason: reason.default(''),
  })
  .register(wire, { id: 'ScheduleBody' });

/** One schedule. */
export const scheduleView = z
  .object({
    lane: z.string(),
    name: z.string(),
    origin: z.enum(['file', 'api']).describe('file: it stands in a service file, and changes there.'),
    createdBy: z.string(),
    cron: z.string(),
    timeZone: z.string(),
    version: z.string(),
    paused: z.boolean(),
    note: z.string().describe('Why it is paused.'),
    next: z
      .array(
        z.object({
          at: z.number(),
          clocks: z.string().exactOptional().describe('What the change of the clocks does to it.'),
        }),
      )
      .describe(
        'The next five runs, and times among them that the clocks leave out; none while it is paused.',
      ),
    last: z.number().nullable().describe('When it ran last; null: never, or long ago.'),
    runs: z.number(),
    missed: z.number().describe('Runs that were more than 10 minutes late, and were not made up for.'),
    skipped: z.number().describe('Runs that were left out since the one before still went on.'),
  })
  .register(wire, { id: 'Schedule' });

/** One schedule, on the wire. */
export type ScheduleView = z.output<typeof scheduleView>;

/** Which schedules are listed. */
export const scheduleQuery = laneQuery.extend({ lane: laneId.exactOptional() });

/** A page of schedules, by lane and name. */
export const scheduleList = z
  .object({ schedules: z.array(scheduleView), next })
  .register(wire, { id: 'ScheduleList' });

/** A page of schedules, on the wire. */
export type ScheduleList = z.output<typeof scheduleList>;
