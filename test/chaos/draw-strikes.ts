import type { Dice } from './dice.ts';
import { drawFault } from './draw-fault.ts';
import type {
  Disturbance,
  LaneSchedule,
  Moment,
  Place,
  Point,
  ReleaseSchedule,
  Schedule,
  Strike,
  Target,
} from './schedule.ts';

/** Where the monkey meets a release; its acts are met more often than its waits. */
const met: Record<Exclude<Point, 'start' | 'approve' | 'hold' | 'end'>, number> = {
  deploy: 2,
  smoke: 1,
  'write 1': 3,
  'bake 1': 2,
  'write 2': 3,
  'bake 2': 1,
  'write 3': 3,
  keep: 2,
  retire: 2,
  undo: 3,
};

/** A stop this long outlives the timeout of a heartbeat (5 s): somebody else goes on, and the stopped one wakes late. */
const stops = { short: [500, 3000], long: [6000, 11_000] } as const;

/** Which processes it strikes how often. */
const struck = {
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

/** Draws what the monkey does to a run: half as many strikes again as there are releases. */
export function drawStrikes(
  dice: Dice,
  setup: Schedule['setup'],
  lanes: readonly LaneSchedule[],
  releases: readonly ReleaseSchedule[],
): Strike[] {
  const count = Math.round(releases.length * 1.5) + 1;
  return Array.from({ length: count }, () => {
    const at = drawMoment(dice, releases, lanes.length);
    // What is struck in the course of a release belongs to its own lane.
    const own = releases.find(({ number }) => number === at.release)?.lane;
    const lane = lanes.find(({ service }) => service === own) ?? dice.pick(lanes);
    if (dice.chance(0.4)) return { at, ...disturb(dice, lane) };
    return { at, target: drawTarget(dice, setup, lane), ...drawBlow(dice) };
  });
}

function drawMoment(dice: Dice, releases: readonly ReleaseSchedule[], lanes: number): Moment {
  if (dice.chance(0.2)) return { after: dice.whole(2000, (20_000 * releases.length) / lanes) };
  return { release: dice.pick(releases).number, point: dice.weighted(met), after: dice.whole(0, 1200) };
}

function drawTarget(dice: Dice, setup: Schedule['setup'], { service: lane }: LaneSchedule): Target {
  const kind = dice.weighted(struck[setup]);
  if (kind === 'traefik') return { kind, lane };
  if (kind === 'instance') return { kind, lane, slot: dice.pick(['blue', 'green']) };
  const several = setup === 'two of each on PostgreSQL' && (kind === 'worker' || kind === 'api');
  return { kind: 'part', part: kind, ...(several && { number: dice.whole(0, 1) }) };
}

function drawBlow(dice: Dice): { blow: 'kill' | 'stop'; lasting: number } {
  if (dice.chance(0.6)) return { blow: 'kill', lasting: dice.whole(0, 1500) };
  const [least, most] = stops[dice.chance(0.35) ? 'long' : 'short'];
  return { blow: 'stop', lasting: dice.whole(least, most) };
}

function disturb(dice: Dice, { service, kind }: LaneSchedule): Omit<Disturbance, 'at'> {
  const before = dice.weighted({
    metrics: 3,
    'router-api': 3,
    platform: kind === 'command' ? 3 : 0,
    operator: 3,
  });
  const place: Place = before === 'operator' ? { kind: 'operator' } : { kind: 'lane', lane: service, before };
  return { place, fault: drawFault(dice), lasting: dice.whole(1000, 9000) };
}
