import { scheduleId } from '../../activities/scheduled/temporal.ts';
import type { KeptSchedule } from '../../workflows/registry/schedule-types.ts';
import type { Looked } from './read.ts';

/**
 * Each call answers all schedules as they were seen last, so that an alert of one does not end where it cannot be looked
 * at for a while. One that Temporal lists no more is forgotten.
 */
export function lastSeen(): (looked: Looked) => KeptSchedule[] {
  let known = new Map<string, KeptSchedule>();
  return ({ schedules, unread }) => {
    const before = unread.flatMap((which) => known.get(scheduleId(which)) ?? []);
    known = new Map([...schedules, ...before].map((kept) => [scheduleId(kept), kept]));
    return [...known.values()];
  };
}
