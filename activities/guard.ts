import { activityInfo, Context, sleep } from '@temporalio/activity';
import { z } from 'zod';
import type { GuardHeartbeat } from '../workflows/router-status.ts';
import type { Milliseconds } from '../config/plan.ts';
import type { ActivityContext } from './context.ts';
import { look, type Guarded } from './guard/look.ts';
import { standingOf, untilItCounts, type Patience, type Standing } from './guard/standing.ts';
import type { RouterFinding, Seen, WatchActivities } from './types.ts';

const SECOND = 1000;
/**
 * Between two looks and between two heartbeats, in milliseconds: usually, and at most. Temporal gives a look up after
 * 25 s without any, so that a worker which was killed is missed no longer.
 */
const EVERY = 10_000;
const LONGEST = 16_000;
/**
 * A lane stands idle for months, and there may be thousands of them. Each heartbeat is a write to Temporal's database,
 * so with more than this a second in this process each lane is looked at more seldom.
 */
const A_SECOND = 25;

/** How many lanes are looked at in this process now. */
let lanes = 0;

/** Milliseconds from one look to the next where so many lanes are looked at. Pure. */
export function lookEvery(count: number): Milliseconds {
  return Math.min(LONGEST, Math.max(EVERY, (count / A_SECOND) * SECOND));
}

/** A router whose changes take long is far away, and many of these let nobody ask often: times its propagation. */
const SELDOM = 12;
const SETTLED = 2;

const earlierDetails = z.object({
  lookedAt: z.number().nullable(),
  seen: z.custom<Seen | null>((seen) => typeof seen === 'object'),
});

/** Looks at the router of a lane in which no release runs. It only reads, so two attempts at once are harmless. */
export function createGuardActivity({ world, events }: ActivityContext): Pick<WatchActivities, 'guard'> {
  return {
    async guard(request) {
      const { place, seen } = request;
      const { lane } = place;
      const info = activityInfo();
      const attempt = `${info.activityId}.${info.attempt}`;
      const guarded: Guarded = {
        request,
        router: world.router(place),
        platform: world.platform(place),
        stamp: null,
        ...(earlierDetails.safeParse(info.heartbeatDetails).data ?? { seen, lookedAt: null }),
      };
      const tell = ({ kind }: RouterFinding): void => {
        const differs = kind !== 'as-written' && kind !== 'unreadable';
        const at = guarded.lookedAt;
        if (at !== null) events.emit({ kind: 'router-looked-at', lane, attempt, at, differs });
      };
      lanes += 1;
      try {
        const found = await guardOn(guarded, tell);
        return { found, seen: guarded.seen, stamp: guarded.stamp };
      } finally {
        lanes -= 1;
        events.emit({ kind: 'guard-ended', lane, attempt });
      }
    },
  };
}

/** Looks again and again, until something that the lane does not know has stood long enough, or time is up. */
async function guardOn(guarded: Guarded, tell: (finding: RouterFinding) => void): Promise<RouterFinding> {
  const { known, until, targetsPatience } = guarded.request;
  const { propagation } = guarded.router.capabilities;
  const slow = SELDOM * propagation;
  const usual = Math.max(EVERY, slow);
  // What answers late may answer with what was there before, for as long.
  const changed = Math.max(SECOND, SETTLED * propagation);
  const patience: Patience = {
    'as-written': changed,
    drift: changed,
    unloaded: usual,
    targets: targetsPatience,
    unreadable: Math.max(60 * SECOND, 2 * usual),
  };
  const context = Context.current();
  const signal = context.cancellationSignal;
  const beat = (): void => {
    const { lookedAt, seen } = guarded;
    context.heartbeat({ lookedAt, seen } satisfies GuardHeartbeat);
  };
  let standing: Standing | null = null;
  for (;;) {
    const finding = await look(guarded, signal);
    signal.throwIfAborted();
    standing = standingOf(known, standing, finding, Date.now());
    const pace = lookEvery(lanes);
    const every = Math.max(pace, slow);
    const left = standing === null ? every : untilItCounts(standing, patience, Date.now());
    const counts = standing !== null && left <= 0;
    tell(counts ? finding : known);
    if (counts) return finding;
    if (Date.now() >= until) return known;
    // By the answer to a heartbeat it is heard that a release has begun, before its changes can count as drift.
    await rest(Math.min(every, left), pace, beat);
  }
}

/** Waits so long, with a heartbeat at the begin and whenever it is time for the next. */
async function rest(time: Milliseconds, pace: Milliseconds, beat: () => void): Promise<void> {
  for (let left = time; left > 0; left -= pace) {
    beat();
    await sleep(Math.min(pace, left));
  }
}
