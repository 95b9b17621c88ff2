import { calibrate } from '../../analysis/calibration.ts';
import { beginSums } from '../../analysis/calibration/stable-sums.ts';
import { median, percent } from './figures.ts';
import { judge } from './judged.ts';
import { seeded } from './random.ts';
import { history, release, steady, type Moment } from './release.ts';
import { repeatedZTest, thresholdRule } from './rivals.ts';
import { summed } from './scenarios.ts';
import type { Section } from '../section.ts';
import type { Noise } from './traffic.ts';

interface Case {
  perSecond: number;
  share: number;
  rate: number;
  ratio: number;
  /** Least part that has to be found within the hour, and the largest median in seconds. */
  found: number;
  within?: number;
}

/** verdict.md §10.3: margin 1, a check each 10 seconds. */
const CASES: readonly Case[] = [
  { perSecond: 20, share: 0.05, rate: 0.01, ratio: 10, found: 1, within: 120 },
  { perSecond: 500, share: 0.5, rate: 0.01, ratio: 2, found: 1, within: 60 },
  { perSecond: 20, share: 0.1, rate: 0.01, ratio: 2, found: 0.95 },
];

const INDEPENDENT: Noise = { kind: 'bursts', size: 1, over: 1 };

/** Bad releases: how many each rule finds, after how long, and how many bad requests were served by then. */
export function detection(releases: number, progress: (text: string) => void): Section {
  const rows: string[][] = [];
  const breaches: string[] = [];
  CASES.forEach((each, i) => {
    const { perSecond, share, rate, ratio, found, within } = each;
    const name = `x${String(ratio)} at ${String(perSecond)} rps, ${String(100 * share)} % of them, ${String(100 * rate)} % bad`;
    progress(name);
    const streams = Array.from({ length: releases }, (_, j) => streamOf(each, seeded(1000 + i, j)));
    const judged = streams.map(({ moments, burstDivisor }) => ({
      moments,
      stopped: judge(moments, { blockIntervals: 1, weighed: () => ({ burstDivisor }) }).stopped,
    }));
    const rivals = [
      streams.map(({ moments }) => ({ moments, stopped: thresholdRule(moments, rate) })),
      streams.map(({ moments }) => ({ moments, stopped: repeatedZTest(moments) })),
    ];
    rows.push([name, ...[judged, ...rivals].map(outcomeOf)]);
    const times = judged.flatMap(({ stopped }) => stopped ?? []);
    if (times.length < found * releases)
      breaches.push(`${name}: found in ${percent(times.length, releases)} of the releases`);
    if (within !== undefined && (median(times) ?? Infinity) > within)
      breaches.push(`${name}: found after ${String(median(times))} s in the median`);
  });
  return {
    title: `Bad releases: ${String(releases)} each, margin 1, a check each 10 s; found, median time, mean bad requests served by then`,
    columns: ['case', 'this verdict', 'threshold rule', 'repeated z-test'],
    rows,
    breaches,
  };
}

function streamOf(
  each: Case,
  random: ReturnType<typeof seeded>,
): { moments: Moment[]; burstDivisor: number } {
  const service = { noise: INDEPENDENT, perSecond: each.perSecond, rate: each.rate };
  const past = summed(beginSums(1), history(service, random), true);
  const { burstDivisor } = calibrate(past, { blockIntervals: 1 });
  return { moments: release(service, steady(each.share, each.ratio), random), burstDivisor };
}

/** Found, after how long, and at what price. */
export function outcomeOf(
  streams: readonly { moments: readonly Moment[]; stopped: number | undefined }[],
): string {
  const times = streams.flatMap(({ stopped }) => stopped ?? []);
  const served = streams.map(({ moments, stopped }) =>
    moments.slice(0, (stopped ?? Infinity) / 10).reduce((sum, { candidate }) => sum + candidate.bad, 0),
  );
  const mean = served.reduce((sum, bad) => sum + bad, 0) / served.length;
  const after = times.length === 0 ? '' : `, ${String(median(times))} s`;
  return `${percent(times.length, streams.length)}${after}, ${mean.toFixed(0)} bad`;
}
