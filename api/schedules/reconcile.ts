import { ServiceError } from '@temporalio/client';
import { putSchedule, scheduleId } from '../../activities/scheduled/temporal.ts';
import { loadDefinitions } from '../../config/load.ts';
import { schedulesOf } from '../../config/schedules/resolve-schedules.ts';
import type { Schedule } from '../../config/schedules/schedule.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { ApiContext } from '../context.ts';
import { isRefused } from '../temporal-errors.ts';
import { readSchedules } from './read.ts';

/** A schedule that is in no file at so many looks in a row is deleted. */
const LOOKS = 3;

type Reconciled = Pick<ApiContext, 'client' | 'settings' | 'log'>;

/**
 * Each call makes, changes and deletes what differs from the service files; what was made through the API is left alone.
 * A schedule that is deleted and made again has forgotten that it was paused, so none is deleted that may come back: a
 * file may be away for a moment, and a folder without any is one that is not mounted. One that cannot be looked at, or
 * that Temporal refuses, waits for a later call and holds up no other. Throws Temporal's other errors.
 */
export function reconciling({ client, settings, log }: Reconciled): () => Promise<void> {
  const absent = new Map<string, number>();
  return async () => {
    const { services, problems } = await loadDefinitions(settings.definitions);
    const wanted = [...services.values()].flatMap(schedulesOf);
    const queue = actQueue(settings.temporal.taskQueue);
    const { schedules, unread } = await readSchedules({ client });
    const there = new Map(schedules.map((kept) => [scheduleId(kept), kept]));
    const unknown = new Set(unread.map(scheduleId));
    for (const schedule of wanted) {
      if (unknown.has(scheduleId(schedule))) continue;
      const found = there.get(scheduleId(schedule));
      if (found !== undefined && same(found, schedule)) continue;
      const { lane, name } = schedule;
      const made = { origin: 'file', createdBy: 'service file' } as const;
      const refused = await refusalOf(putSchedule(client, queue, schedule, made));
      if (refused === undefined) log.info({ lane, schedule: name }, 'brought a schedule up to date');
      else log.warn({ lane, schedule: name }, `a schedule was refused, and stays as it is: ${refused}`);
    }
    const before = new Map(absent);
    absent.clear();
    // What is gone from the files may be in one with mistakes.
    if (problems.length > 0 || services.size === 0) return;
    const named = new Set(wanted.map(scheduleId));
    for (const [id, { origin, lane, name }] of there) {
      if (origin !== 'file' || named.has(id)) continue;
      const looks = (before.get(id) ?? 0) + 1;
      absent.set(id, looks);
      if (looks < LOOKS) continue;
      const refused = await refusalOf(client.schedule.getHandle(id).delete());
      if (refused === undefined)
        log.info({ lane, schedule: name }, 'deleted a schedule that no service file has any more');
      else log.warn({ lane, schedule: name }, `a schedule could not be deleted: ${refused}`);
    }
  };
}

function same(found: KeptSchedule, wanted: Schedule): boolean {
  const keys = ['cron', 'timeZone', 'version'] as const;
  return found.origin === 'file' && keys.every((key) => found[key] === wanted[key]);
}

/** Why Temporal refuses; undefined: it was done. Throws where that is for another reason. */
async function refusalOf(done: Promise<void>): Promise<string | undefined> {
  try {
    await done;
    return undefined;
  } catch (error) {
    if (!isRefused(error)) throw error;
    const said = error instanceof ServiceError ? error.cause : error;
    return said instanceof Error ? said.message : String(said);
  }
}
