/** A few small runs of `npm run chaos`, on one daemon, and on a worker and an API. */
import { expect, test } from 'vitest';
import { describeBreaches, describeSchedule } from '../chaos/describe.ts';
import { drawSchedule } from '../chaos/draw.ts';
import { play } from '../chaos/play.ts';
import { smallPlays } from '../chaos/small-plays.ts';

// Not a second time: a breach that hangs on milliseconds would pass then.
test.each(smallPlays)(
  'seed $seed loses nothing, doubles nothing and lets nothing through',
  { timeout: 900_000, retry: 0 },
  async ({ seed, releases }) => {
    const schedule = drawSchedule(seed, releases);
    const told = describeSchedule(schedule);
    const over = new AbortController();
    const played = await play(schedule, { tell: (line) => told.push(line), over: over.signal });
    expect(describeBreaches(played), told.join('\n')).toEqual([]);
    expect(played.run.faults.length, told.join('\n')).toBeGreaterThan(0);
  },
);
