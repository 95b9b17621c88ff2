import { now } from '../asking/server-time.ts';
import { momentInWords } from './moment-in-words.ts';

/** A time of day as people here read it, with the day where that is another one; the exact one in UTC on pointing. */
export function Moment({ at }: { at: number }) {
  const iso = new Date(at).toISOString();
  return (
    <time dateTime={iso} title={iso}>
      {momentInWords(at, now())}
    </time>
  );
}
