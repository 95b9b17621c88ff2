import { putSchedule, scheduleId } from '../../activities/scheduled/temporal.ts';
import { loadDefinitions } from '../../config/load.ts';
import { schedulesOf } from '../../config/schedules/resolve-schedules.ts';
import type { Schedule } from '../../config/schedules/schedule.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import { actQueue } from '../../workflows/queues.ts';
import type { ApiContext } from '../context.ts';
import { readSchedules } from './read.ts';

/** A schedule that is in no file at so many looks in a row is deleted. */
const LOOKS = 3;

type Reconciled = Pick<ApiContext, 'client' | 'settings' | 'log'>;

/**
 * Each call makes, changes and deletes what differs from the service files; what was made through the API is left alone.
 * A schedule that is deleted and made again has forgotten that it was paused, so none is deleted that may come back: a
 * file may be away for a moment, and a folder without any is one that is not mounted. One that cannot be looked at waits
 * for a later call. Throws Temporal's errors.
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
      await putSchedule(client, queue, schedule, { origin: 'file', createdBy: 'service file' });
      log.info({ lane: schedule.lane, schedule: schedule.name }, 'brought a schedule up to date');
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
      await client.schedule.getHandle(id).delete();
      log.info({ lane, schedule: name }, 'deleted a schedule that no service file has any more');
    }
  };
}

function same(found: KeptSchedule, wanted: Schedule): boolean {
  const keys = ['cron', 'timeZone', 'version'] as const;
  return found.origin === 'file' && keys.every((key) => found[key] === wanted[key]);
}
