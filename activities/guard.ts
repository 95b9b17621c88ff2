import { activityInfo, Context, sleep } from '@temporalio/activity';
import { z } from 'zod';
import type { GuardHeartbeat } from '../workflows/router-status.ts';
import type { ActivityContext } from './context.ts';
import { look, type Guarded } from './guard/look.ts';
import { standingOf, untilItCounts, type Patience, type Standing } from './guard/standing.ts';
import type { RouterFinding, Seen, WatchActivities } from './types.ts';

/** Between two looks, each with one heartbeat. A lane stands idle for months, and there may be hundreds of them. */
const EVERY = 10_000;
const PATIENCE = { 'as-written': 1000, drift: 1000, unloaded: EVERY, unreadable: 60_000 } as const;

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
      try {
        const found = await guardOn(guarded, tell);
        return { found, seen: guarded.seen, stamp: guarded.stamp };
      } finally {
        events.emit({ kind: 'guard-ended', lane, attempt });
      }
    },
  };
}

/** Looks again and again, until something that the lane does not know has stood long enough, or time is up. */
async function guardOn(guarded: Guarded, tell: (finding: RouterFinding) => void): Promise<RouterFinding> {
  const { known, until, targetsPatience } = guarded.request;
  const patience: Patience = { ...PATIENCE, targets: targetsPatience };
  const context = Context.current();
  const signal = context.cancellationSignal;
  let standing: Standing | null = null;
  for (;;) {
    const finding = await look(guarded, signal);
    signal.throwIfAborted();
    standing = standingOf(known, standing, finding, Date.now());
    const rest = standing === null ? EVERY : untilItCounts(standing, patience, Date.now());
    const counts = standing !== null && rest <= 0;
    tell(counts ? finding : known);
    if (counts) return finding;
    if (Date.now() >= until) return known;
    // By its answer it is heard that a release has begun, before what that one changes can count as drift.
    context.heartbeat({ lookedAt: guarded.lookedAt, seen: guarded.seen } satisfies GuardHeartbeat);
    await sleep(Math.max(0, Math.min(EVERY, rest)));
  }
}
