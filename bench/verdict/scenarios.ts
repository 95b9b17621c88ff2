import { calibrate } from '../../analysis/calibration.ts';
import { addInterval, beginSums, type StableSums } from '../../analysis/calibration/stable-sums.ts';
import type { Terms } from './judged.ts';
import type { Random } from './random.ts';
import { asStable, history, HOUR, steady, type Course, type Moment, type Service } from './release.ts';
import type { Noise } from './traffic.ts';

/** Traffic of a release: the candidate's share at first, requests a second of both sides, the usual bad rate. */
export interface Cell {
  share: number;
  perSecond: number;
  rate: number;
}

/** Small and large of each, in every combination: releases take them in turn. */
export const CELLS: readonly Cell[] = [0.05, 0.5].flatMap((share) =>
  [50, 500].flatMap((perSecond) => [0.005, 0.02].map((rate) => ({ share, perSecond, rate }))),
);

/** A kind of noise, and what happens during the release beside it. */
export interface Scenario {
  name: string;
  noise: Noise;
  /** `happens` gives what the hour holds besides; left out: nothing. */
  happens?: (cell: Cell, random: Random) => Pick<Course, 'share' | 'both'>;
  /** The source has no history: the stable side was watched for five minutes, and goes on to be. */
  live?: boolean;
}

const bursts = (size: number, over: number): Noise => ({ kind: 'bursts', size, over });
const MINUTE = 6;

/** Weights of a release that is raised four times in the hour. */
const raised = (i: number): number => [0.01, 0.05, 0.25, 0.5][Math.floor(i / (HOUR / 4))] ?? 0.5;

/** What a good release has to live with (verdict.md §10.3). */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'independent errors', noise: bursts(1, 1) },
  ...[1, 3, 4, 8].flatMap((size) =>
    [1, MINUTE].flatMap((over) =>
      size === 1 && over === 1
        ? []
        : [
            {
              name: `bursts of ${String(size)}, ${over === 1 ? 'instant' : 'over 60 s'}`,
              noise: bursts(size, over),
            },
          ],
    ),
  ),
  {
    name: 'an incident on both sides: x10 for 5 minutes',
    noise: bursts(1, 1),
    happens: ({ share }, random) => {
      const from = Math.floor(random.uniform() * (HOUR - 5 * MINUTE));
      return { share: () => share, both: (i) => (i >= from && i < from + 5 * MINUTE ? 10 : 1) };
    },
  },
  {
    name: 'raised 1-5-25-50 % while the rate drifts to x3',
    noise: bursts(1, 1),
    happens: () => ({ share: raised, both: (i) => 1 + (2 * i) / HOUR }),
  },
  { name: 'pauses of 3 s of single instances', noise: { kind: 'pauses', seconds: 3 } },
  {
    name: 'bursts of 8 over 60 s, no history, raised 1-5-25-50 %',
    noise: bursts(8, MINUTE),
    happens: () => ({ share: raised, both: () => 1 }),
    live: true,
  },
];

/** The course of one release: `candidate` gives its bad rate by the stable side's. */
export function courseOf(
  scenario: Scenario,
  cell: Cell,
  candidate: (stable: number) => number,
  random: Random,
): Course {
  const happens = scenario.happens?.(cell, random);
  return { ...steady(cell.share, 1), ...happens, candidate };
}

/** How releases with this past are judged: every other one by halves of the stable side, the rest by pairs. */
export function calibrated(
  scenario: Scenario,
  service: Service,
  withHalves: boolean,
  random: Random,
): (moments: readonly Moment[]) => Terms {
  if (scenario.live === true) {
    const before = summed(beginSums(1), history(service, random, 5 * MINUTE), withHalves);
    return (moments) => watched(before, moments, withHalves);
  }
  const { blockIntervals, burstDivisor } = calibrate(
    summed(beginSums(1), history(service, random), withHalves),
  );
  return () => ({ blockIntervals, weighed: () => ({ burstDivisor }) });
}

/** Without history a release is calibrated anew at each weight, from all of the stable side so far. */
function watched(before: StableSums, moments: readonly Moment[], withHalves: boolean): Terms {
  const blockIntervals = 3;
  const stage = (block: number): number => Math.floor((block * blockIntervals) / (HOUR / 4));
  const divisors = [0, 1, 2, 3].map((each) => {
    const sums = summed(before, moments.slice(0, (each * HOUR) / 4), withHalves);
    return calibrate(sums, { live: true, blockIntervals }).burstDivisor;
  });
  return {
    blockIntervals,
    stage: (block) => String(stage(block)),
    weighed: (block) => ({ burstDivisor: divisors[stage(block)] ?? 8 }),
  };
}

/** The stable side's past in the sums that a calibration needs. */
export function summed(before: StableSums, moments: readonly Moment[], withHalves: boolean): StableSums {
  return moments.reduce((sums, each) => addInterval(sums, asStable(each, withHalves)), before);
}
