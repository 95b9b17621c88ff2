import { calibrate } from '../../analysis/calibration.ts';
import { beginSums } from '../../analysis/calibration/stable-sums.ts';
import { outcomeOf } from './detection.ts';
import { percent } from './figures.ts';
import { judge, type Terms } from './judged.ts';
import { seeded, type Random } from './random.ts';
import { history, HOUR, release, steady, type Course, type Moment, type Service } from './release.ts';
import { repeatedZTest, thresholdRule } from './rivals.ts';
import { summed } from './scenarios.ts';
import { unevenRelease } from './uneven.ts';
import type { Section } from '../section.ts';

const RATE = 0.01;
const SHARE = 0.1;
const independent: Service = { noise: { kind: 'bursts', size: 1, over: 1 }, perSecond: 100, rate: RATE };

/** A client that fails for ten minutes, 12 requests a minute, and always comes to the same side. */
const sticky: Service = { noise: { kind: 'bursts', size: 120, over: 60 }, perSecond: 100, rate: RATE };
/** Bursts that are so rare that the history shows none. */
const rare: Service = { noise: { kind: 'bursts', size: 50, over: 1 }, perSecond: 100, rate: RATE };

const late: Course = { ...steady(SHARE, 1), candidate: (rate, i) => (i < HOUR / 2 ? rate : 5 * rate) };

/**
 * Where the bound does not hold, or a fault costs what no rule can save: shown as they are, without a limit. The
 * negative control is shown beside them, and on good halves it has to keep its own bound of 5 %.
 */
export function limits(releases: number, progress: (text: string) => void): Section {
  const rows: string[][] = [];
  const breaches: string[] = [];
  const show = (
    name: string,
    one: (random: Random) => { moments: Moment[]; terms: Terms },
    seed: number,
  ): number => {
    progress(name);
    const streams = Array.from({ length: releases }, (_, i) => one(seeded(seed, i)));
    const rule = (stopped: (moments: Moment[], terms: Terms) => number | undefined): string =>
      outcomeOf(streams.map(({ moments, terms }) => ({ moments, stopped: stopped(moments, terms) })));
    const controlled = streams.map(({ moments, terms }) => judge(moments, { ...terms, control: true }));
    const asked = controlled.filter((each) => each.asked !== undefined).length;
    const stopped = controlled.filter((each) => each.stopped !== undefined).length;
    rows.push([
      name,
      rule((moments, terms) => judge(moments, terms).stopped),
      `${percent(stopped, releases)} stopped, ${percent(asked, releases)} asked`,
      rule((moments) => thresholdRule(moments, RATE)),
      rule((moments) => repeatedZTest(moments)),
    ]);
    return asked;
  };
  const good = steady(SHARE, 1);
  show(
    'good, sticky router: a client fails for 10 minutes',
    (random) => calibratedBy(sticky, sticky, good, random),
    2000,
  );
  show(
    'good, bursts of 50 that no history shows',
    (random) => calibratedBy(independent, rare, good, random),
    2001,
  );
  show(
    'x5 from the beginning',
    (random) => calibratedBy(independent, independent, steady(SHARE, 5), random),
    2002,
  );
  const asked = show(
    'x5 from minute 30 on',
    (random) => calibratedBy(independent, independent, late, random),
    2003,
  );
  for (const [name, ratio, known, seed] of [
    ['good, instances that differ, not told apart', 1, false, 2004],
    ['good, instances that differ, spread known', 1, true, 2004],
    ['x2.5, instances that differ, spread known', 2.5, true, 2005],
  ] as const) {
    show(name, (random) => unevenRelease(ratio, known, random), seed);
  }
  if (asked > 0.05 * releases)
    breaches.push(
      `the negative control kept ${percent(asked, releases)} of the bad releases with good halves from being stopped`,
    );
  return {
    title: `Limits, as they are: ${String(releases)} each at 100 rps, 10 % of them (20 % where instances differ), 1 % bad; stopped, median time, mean bad requests served by then`,
    columns: ['case', 'this verdict', 'with negative control', 'threshold rule', 'repeated z-test'],
    rows,
    breaches,
  };
}

/** A release of one service that was calibrated by the past of another. */
function calibratedBy(
  past: Service,
  now: Service,
  course: Course,
  random: Random,
): { moments: Moment[]; terms: Terms } {
  const { blockIntervals, burstDivisor } = calibrate(summed(beginSums(1), history(past, random), true));
  return {
    moments: release(now, course, random),
    terms: { blockIntervals, weighed: () => ({ burstDivisor }) },
  };
}
