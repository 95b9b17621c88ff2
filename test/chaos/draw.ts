import { diceOf, type Dice } from './dice.ts';
import { drawRelease } from './draw-release.ts';
import { drawStrikes } from './draw-strikes.ts';
import type { LaneKind, LaneSchedule, ReleaseSchedule, Schedule } from './schedule.ts';

/** More lanes than this are more instances than two cores bear. */
const mostLanes = 12;

/** One lane is on the stand-in of a cloud's load balancer, whose releases take several times as long as the others'. */
const kinds: LaneKind[] = ['traefik', 'command', 'aws-alb', 'traefik', 'traefik'];

/** Derives the whole schedule of a run from its seed; without a set-up that is drawn too. Pure. */
export function drawSchedule(seed: number, releases: number, on?: Schedule['setup']): Schedule {
  const dice = diceOf(seed);
  const count = Math.min(mostLanes, Math.max(1, Math.ceil(releases / 2)));
  const lanes = Array.from({ length: count }, (_, i) => drawLane(dice, i));
  const first = lanes.map(({ service }, i) => firstRelease(i + 1, service));
  const newest = new Map(first.map((each) => [each.lane, each]));
  const quick = lanes.filter(({ kind }) => kind !== 'aws-alb');
  const turns = [...lanes, ...quick, ...quick];
  const drawn = Array.from({ length: releases }, (_, i) => {
    const before = newest.get(turns[i % turns.length]?.service ?? '');
    if (before === undefined) throw new Error('There are no lanes.');
    const release = drawRelease(dice, count + i + 1, before);
    newest.set(release.lane, release);
    return release;
  });
  const setup = on ?? (dice.chance(0.5) ? 'one daemon' : 'worker and API');
  const strikes = drawStrikes(dice, setup, lanes, drawn);
  return { seed, setup, lanes, releases: [...first, ...drawn], strikes };
}

/** Brings a lane up. */
function firstRelease(number: number, lane: string): ReleaseSchedule {
  const at = { after: 0 };
  return {
    number,
    lane,
    version: 'v0',
    first: true,
    at,
    deeds: [],
    answers: ['retry', 'retry'],
    reaction: 500,
  };
}

function drawLane(dice: Dice, index: number): LaneSchedule {
  return {
    service: `s${index + 1}`,
    kind: kinds[index] ?? dice.pick(['traefik', 'traefik', 'command']),
    onBusy: dice.pick(['queue', 'supersede']),
    asks: dice.chance(0.3),
    until: dice.pick(['safe', 'elapsed']),
  };
}
