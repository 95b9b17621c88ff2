import type { Finding } from '../finding.ts';
import type { ScheduleInput } from '../schema/schedule.ts';

/** A schedule that releases the latest version has to know where that is. Paths begin in the environment. */
export function scheduleFindings(
  schedules: Record<string, ScheduleInput> | undefined,
  hasLatest: boolean,
): Finding[] {
  if (hasLatest) return [];
  return Object.entries(schedules ?? {})
    .filter(([, { version }]) => version === 'latest')
    .map(([name]) => ({
      path: ['schedules', name],
      at: 'key',
      message: 'nothing says where the latest version is',
      expected: 'latest in the environment, or a fixed version here',
    }));
}
