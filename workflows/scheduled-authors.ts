import { CATCH_UP } from '../config/deadlines.ts';
import type { ScheduledInput } from './scheduled-messages.ts';

/**
 * The people by whom a run releases: whoever made its schedule, where that stands in no service file, and whoever
 * triggered it. A trigger counts for every run that is due within 10 minutes of it, since clocks differ. Pure.
 */
export function authorsOf(
  { origin, createdBy, triggers = [] }: Pick<ScheduledInput, 'origin' | 'createdBy' | 'triggers'>,
  due: number,
): string[] {
  const made = origin === 'api' ? [createdBy] : [];
  const triggered = triggers.filter(({ at }) => Math.abs(due - at) <= CATCH_UP).map(({ by }) => by);
  return [...new Set([...made, ...triggered])];
}
