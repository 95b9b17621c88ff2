import type { z } from 'zod';
import { describeProblem } from '../../config/problem.ts';
import { latestMissing } from '../../config/schedules/latest-missing.ts';
import { schedulesOf } from '../../config/schedules/resolve-schedules.ts';
import type { ServiceFile } from '../../config/service-file.ts';
import { actOnSchedule as update } from '../../workflows/registry-messages.ts';
import type { ScheduleRequest } from '../../workflows/registry/schedule-types.ts';
import type { Caller } from '../caller.ts';
import type { ApiContext } from '../context.ts';
import { ApiError } from '../errors.ts';
import { findServiceFile, findToldPlan } from '../find-plan.ts';
import { askRegistry } from '../registry/ask-registry.ts';
import { laneParts } from '../releases/workflow-ids.ts';
import { namesInLane } from '../schedules/read.ts';
import { toScheduleView } from '../schedules/view.ts';
import type { scheduleBody, ScheduleView } from '../wire/schedule.ts';
import { allowed } from './allowed.ts';

/** So many schedules of a lane may stand in no service file: every one is looked at twice every 30 s by each API. */
const MOST_MADE = 20;

/** What may be done with a schedule that is there. */
export const SCHEDULE_ACTS = ['pause', 'resume', 'trigger', 'delete'] as const;

/** One of them. */
export type ScheduleAct = (typeof SCHEDULE_ACTS)[number];

/**
 * Makes a schedule, as an operator of its lane. Throws `schedule_exists` where another one of that name is there,
 * `too_many_schedules` where the lane has as many as it may have, and `no_latest_version` where its first run could find
 * none.
 */
export async function makeSchedule(
  context: ApiContext,
  caller: Caller,
  { lane, name, schedule, reason }: z.output<typeof scheduleBody>,
): Promise<ScheduleView> {
  const act = allowed(caller, 'operator', lane, reason);
  const { service, environment } = laneParts(lane);
  await findToldPlan(context, caller.principal, service, environment);
  const file = await findServiceFile(context.settings.definitions, caller.principal, service);
  const { cron, timeZone, version } = schedule;
  if (version === 'latest') await checkLatest(file, environment);
  await checkRoom(context, file, { lane, name });
  return ask(context, { ...act, lane, name, act: 'create', wanted: { cron, timeZone, version } });
}

/** Pauses, resumes, runs or deletes a schedule, as an operator of its lane. Answers how it stands then; one that is deleted as it was. */
export async function actOnSchedule(
  context: ApiContext,
  caller: Caller,
  which: { lane: string; name: string },
  act: ScheduleAct,
  reason: string,
): Promise<ScheduleView> {
  return ask(context, { ...allowed(caller, 'operator', which.lane, reason), ...which, act });
}

/** Refuses a schedule that would fail when it runs for the first time, maybe at night. */
async function checkLatest(file: ServiceFile, environment: string): Promise<void> {
  const missing = await latestMissing(file, environment);
  if (missing === undefined) return;
  throw new ApiError('no_latest_version', describeProblem(missing), { problems: [describeProblem(missing)] });
}

/** Refuses one more; one that is there already is left to the registry, which answers a repeat as before. */
async function checkRoom(
  context: ApiContext,
  file: ServiceFile,
  { lane, name }: { lane: string; name: string },
): Promise<void> {
  const names = await namesInLane(context, lane);
  const inFile = new Set(schedulesOf(file).flatMap((each) => (each.lane === lane ? [each.name] : [])));
  const made = names.filter((each) => !inFile.has(each));
  if (made.length < MOST_MADE || made.includes(name)) return;
  const message = `${lane} has ${made.length} schedules that stand in no service file; delete one that nobody needs, or write them into the file`;
  throw new ApiError('too_many_schedules', message);
}

async function ask(context: ApiContext, request: ScheduleRequest): Promise<ScheduleView> {
  const answer = await askRegistry(context, update, request);
  if (answer.state === 'refused') throw new ApiError(answer.code, answer.message);
  return toScheduleView(answer.schedule, answer.at);
}
