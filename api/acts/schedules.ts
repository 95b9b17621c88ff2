import type { z } from 'zod';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findPlan } from '../find-plan.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { readSchedule } from '../schedules/read.ts';
import { putSchedule, scheduleId } from '../schedules/temporal.ts';
import type { scheduleBody, ScheduleView } from '../wire/schedule.ts';
import { allowed } from './allowed.ts';

/** What may be done with a schedule. */
export const SCHEDULE_ACTS = ['pause', 'resume', 'trigger', 'delete'] as const;

/** One of them. */
export type ScheduleAct = (typeof SCHEDULE_ACTS)[number];

/** Makes a schedule, as an operator of its lane. Throws `schedule_exists` where one of that name is there. */
export async function makeSchedule(
  context: ApiContext,
  caller: Caller,
  { lane, name, schedule }: z.output<typeof scheduleBody>,
): Promise<ScheduleView> {
  const { actor } = allowed(caller, 'operator', lane, '');
  const { service, environment } = laneParts(lane);
  await findPlan(context, service, environment);
  const made = await putSchedule(
    context,
    { lane, name, ...schedule },
    { origin: 'api', createdBy: actor },
    false,
  );
  const view = await readSchedule(context, { lane, name });
  const { cron, timeZone, version } = schedule;
  if (made || (view.cron === cron && view.timeZone === timeZone && view.version === version)) return view;
  throw new ApiError(
    'schedule_exists',
    `${lane} has a schedule ${name} already; delete it, or take another name`,
  );
}

/** Pauses, resumes, runs or deletes a schedule, as an operator of its lane. */
export async function actOnSchedule(
  context: ApiContext,
  caller: Caller,
  which: { lane: string; name: string },
  act: ScheduleAct,
  reason: string,
): Promise<ScheduleView> {
  const { actor } = allowed(caller, 'operator', which.lane, reason);
  const view = await readSchedule(context, which);
  if (act === 'delete' && view.origin === 'file') {
    const next = 'take it out there, or pause it';
    throw new ApiError(
      'schedule_in_file',
      `${which.name} stands in the service file of ${which.lane}; ${next}`,
    );
  }
  const handle = context.client.schedule.getHandle(scheduleId(which));
  const note = `${act}d by ${actor}${reason === '' ? '' : `: ${reason}`}`;
  if (act === 'pause') await handle.pause(note);
  else if (act === 'resume') await handle.unpause(note);
  else if (act === 'trigger') await handle.trigger();
  else await handle.delete();
  context.log.info({ ...which, act, actor, reason }, 'acted on a schedule');
  return act === 'delete' ? view : readSchedule(context, which);
}
