import type { Clock } from './clock.ts';
import { inUtc, momentIn } from './when.ts';

/** A moment in the zone that is looked at, to the minute; in UTC on pointing. */
export function MomentIn({ at, zone, now }: Clock & { at: number }) {
  return (
    <time dateTime={new Date(at).toISOString()} title={inUtc(at)}>
      {momentIn(at, zone, now)}
    </time>
  );
}
