import type { StableInterval } from '../../analysis/calibration/stable-sums.ts';
import type { Random } from './random.ts';
import { INTERVAL, source, type Interval, type Noise } from './traffic.ts';

/** Base intervals in an hour, and in the six hours of history before a release. */
export const HOUR = 360;
const HISTORY = 2160;
/** Instances of both sides together. */
const INSTANCES = 10;

/** What is served, and how. */
export interface Service {
  noise: Noise;
  /** Requests a second of both sides. */
  perSecond: number;
  /** The stable side's bad rate. */
  rate: number;
}

/** How a release goes, by number of the base interval. */
export interface Course {
  share: (interval: number) => number;
  /** What the bad rate of both sides is multiplied by: 1 but in an incident or under drift. */
  both: (interval: number) => number;
  /** The candidate's bad rate by the stable side's. */
  candidate: (stable: number, interval: number) => number;
}

/** One base interval of a release. */
export interface Moment {
  candidate: Interval;
  stable: Interval;
  halves: { a: Interval; b: Interval };
}

/** The stable side alone, before the release. */
export function history({ noise, perSecond, rate }: Service, random: Random, intervals = HISTORY): Moment[] {
  return release({ noise, perSecond, rate }, steady(0, 1), random, intervals);
}

/** A share and a ratio that never change. */
export function steady(share: number, ratio: number): Course {
  return { share: () => share, both: () => 1, candidate: (stable) => stable * ratio };
}

/** The base intervals of a release. An instance keeps its bursts, and its half of the stable side. */
export function release(
  { noise, perSecond, rate }: Service,
  course: Course,
  random: Random,
  intervals = HOUR,
): Moment[] {
  const candidates = Math.max(1, Math.round(course.share(0) * INSTANCES));
  const half = Math.max(1, (INSTANCES - candidates) / 2);
  const [candidate, a, b] = [
    source(noise, candidates, random),
    source(noise, half, random),
    source(noise, half, random),
  ];
  return Array.from({ length: intervals }, (_, i) => {
    const share = course.share(i);
    const stableRate = rate * course.both(i);
    const requests = perSecond * INTERVAL;
    const halves = {
      a: a((requests * (1 - share)) / 2, stableRate),
      b: b((requests * (1 - share)) / 2, stableRate),
    };
    return {
      candidate: share === 0 ? NONE : candidate(requests * share, course.candidate(stableRate, i)),
      stable: sum(halves.a, halves.b),
      halves,
    };
  });
}

const NONE: Interval = { total: 0, bad: 0 };

/** Adds two intervals, or the same interval of two groups of instances. */
export function sum(one: Interval, other: Interval): Interval {
  return { total: one.total + other.total, bad: one.bad + other.bad };
}

/** An interval of the stable side as the calibration takes it. */
export function asStable({ stable, halves }: Moment, withHalves: boolean): StableInterval {
  const counts = ({ total, bad }: Interval): { total: number; bad: number[] } => ({ total, bad: [bad] });
  return withHalves
    ? { ...counts(stable), halves: { a: counts(halves.a), b: counts(halves.b) } }
    : counts(stable);
}
