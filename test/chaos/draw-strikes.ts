import type { Dice } from './dice.ts';
import type { LaneSchedule, Moment, Point, ReleaseSchedule, Schedule, Strike, Target } from './schedule.ts';

/** Where the monkey meets a release; the acts of a release are met more often than its waits. */
const met: Point[] = [
  'deploy',
  'smoke',
  'write 1',
  'write 1',
  'bake 1',
  'write 2',
  'write 2',
  'bake 2',
  'write 3',
  'write 3',
  'keep',
  'retire',
  'undo',
  'undo',
];

/** A stop this long outlives the timeout of a heartbeat (5 s): somebody else goes on, and the stopped one wakes late. */
const stops = { short: [500, 3000], long: [6000, 11_000] } as const;

/** Whom it strikes how often. */
const weights = {
  'one daemon': { daemon: 40, worker: 0, api: 0, temporal: 20, postgres: 0, traefik: 16, instance: 24 },
  'worker and API': { daemon: 0, worker: 28, api: 12, temporal: 20, postgres: 0, traefik: 16, instance: 24 },
  'two of each on PostgreSQL': {
    daemon: 0,
    worker: 28,
    api: 12,
    temporal: 12,
    postgres: 12,
    traefik: 14,
    instance: 22,
  },
};

/** Draws what the monkey does to a run: a little more than one strike for each release. */
export function drawStrikes(
  dice: Dice,
  setup: Schedule['setup'],
  lanes: readonly LaneSchedule[],
  releases: readonly ReleaseSchedule[],
): Strike[] {
  const count = Math.round(releases.length * 1.2) + 2;
  return Array.from({ length: count }, () => {
    const at = drawMoment(dice, releases, lanes.length);
    const target = drawTarget(dice, setup, at, lanes, releases);
    const blow = dice.chance(0.6) ? 'kill' : 'stop';
    if (blow === 'kill') return { at, target, blow, lasting: dice.whole(0, 1500) };
    const [least, most] = stops[dice.chance(0.35) ? 'long' : 'short'];
    return { at, target, blow, lasting: dice.whole(least, most) };
  });
}

function drawMoment(dice: Dice, releases: readonly ReleaseSchedule[], lanes: number): Moment {
  if (dice.chance(0.2)) return { after: dice.whole(2000, (30_000 * releases.length) / lanes) };
  return { release: dice.pick(releases).number, point: dice.pick(met), after: dice.whole(0, 1200) };
}

function drawTarget(
  dice: Dice,
  setup: Schedule['setup'],
  at: Moment,
  lanes: readonly LaneSchedule[],
  releases: readonly ReleaseSchedule[],
): Target {
  const kind = dice.weighted(weights[setup]);
  // What is struck in the course of a release is part of its own lane.
  const own = releases.find(({ number }) => number === at.release)?.lane;
  const lane = own ?? dice.pick(lanes).service;
  if (kind === 'traefik') return { kind, lane };
  if (kind === 'instance') return { kind, lane, slot: dice.pick(['blue', 'green']) };
  const several = setup === 'two of each on PostgreSQL' && (kind === 'worker' || kind === 'api');
  return { kind: 'part', part: kind, ...(several && { number: dice.whole(0, 1) }) };
}
