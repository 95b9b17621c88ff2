import { diceOf, type Dice } from './dice.ts';
import { drawRelease } from './draw-release.ts';
import { drawStrikes } from './draw-strikes.ts';
import type { LaneKind, LaneSchedule, ReleaseSchedule, Schedule } from './schedule.ts';

/** More lanes than this are more instances than two cores bear. */
const mostLanes = 12;

/** Of five lanes, one is on the stand-in of a cloud's load balancer: it takes the longest. */
const kinds: LaneKind[] = ['traefik', 'command', 'aws-alb', 'traefik', 'traefik'];

/** Derives the whole schedule of a run from its seed; without a set-up that is drawn too. Pure. */
export function drawSchedule(seed: number, releases: number, on?: Schedule['setup']): Schedule {
  const dice = diceOf(seed);
  const count = Math.min(mostLanes, Math.max(1, Math.ceil(releases / 2)));
  const lanes = Array.from({ length: count }, (_, i) => drawLane(dice, i));
  const drawn: ReleaseSchedule[] = [];
  for (let number = 1; number <= releases; number += 1) {
    const lane = lanes[(number - 1) % count];
    if (lane === undefined) throw new Error('There are no lanes.');
    const before = drawn.findLast((each) => each.lane === lane.service);
    drawn.push(drawRelease(dice, number, lane, before));
  }
  const setup = on ?? (dice.chance(0.5) ? 'one daemon' : 'worker and API');
  return { seed, setup, lanes, releases: drawn, strikes: drawStrikes(dice, setup, lanes, drawn) };
}

function drawLane(dice: Dice, index: number): LaneSchedule {
  return {
    service: `s${index + 1}`,
    kind: kinds[index % kinds.length] ?? 'traefik',
    onBusy: dice.pick(['queue', 'supersede']),
    asks: dice.chance(0.3),
    until: dice.pick(['safe', 'elapsed']),
  };
}
