import { calibrate, calibrateRelease, type Calibration } from '../calibration.ts';
import { addInterval, beginSums, type StableSums } from '../calibration/stable-sums.ts';
import { decideAt } from '../decide-at.ts';
import { badCounts } from '../tally.ts';
import type { Block, Metric, Settings, VerdictState } from '../types.ts';
import { advance, begin } from '../verdict.ts';
import type { Random } from './random.ts';
import type { BacktestTerms, Stage, StablePast } from './terms.ts';
import { thin } from './thin.ts';

/** What became of one release that was as good as the stable side, since it was the stable side. */
export interface Played {
  calibrations: Record<string, Calibration>;
  blockSeconds: number;
  /** It was stopped, by this metric at this weight, so many seconds after its first weight. */
  stopped?: { metric: string; share: number; seconds: number };
  /** Seconds until each weight was passed, from its beginning; null where it was not within its time. */
  passed: (number | null)[];
}

/** How bad requests fall on a side: each for itself, or together with those of its burst. */
export type Split = 'apart' | 'bursts';

/** Plays one release from this interval on, with requests of the stable side alone. */
export function play(
  past: StablePast,
  terms: BacktestTerms,
  start: number,
  split: Split,
  random: Random,
): Played {
  const calibrations = calibrateRelease(
    Object.fromEntries(
      terms.metrics.map((metric) => {
        const given = terms.given[metric.name];
        const sums = sumsOf(past, metric, start - terms.calibration, start);
        return [metric.name, { sums, ...(given === undefined ? {} : { given }) }];
      }),
    ),
    terms.blockIntervals === undefined ? {} : { blockIntervals: terms.blockIntervals },
  );
  const intervals = Math.max(1, ...Object.values(calibrations).map((each) => each.blockIntervals));
  const blockSeconds = intervals * past.interval;
  const longest = terms.stages.reduce((sum, { max }) => sum + max, 0);
  const clumps = clumpsOf(past, terms.metrics, start, Math.ceil(longest / past.interval), split);
  const metrics = terms.metrics.map((metric) => ({
    ...metric,
    burstDivisor: calibrations[metric.name]?.burstDivisor ?? metric.burstDivisor,
  }));
  const settings = { ...terms.settings, plannedBlocks: Math.max(1, Math.ceil(longest / blockSeconds)) };
  let position: Position = {
    at: start + Math.ceil(terms.warmup / past.interval),
    state: begin(metrics, settings),
  };
  const passed: (number | null)[] = [];
  for (const [i, stage] of terms.stages.entries()) {
    const baked = bake(past, { metrics, settings, intervals, clumps, random }, stage, `${i + 1}`, position);
    position = baked.position;
    if (baked.blame !== undefined) {
      const seconds = (position.at - start) * past.interval;
      const stopped = { metric: baked.blame, share: stage.share, seconds };
      return { calibrations, blockSeconds, stopped, passed };
    }
    passed.push(baked.seconds);
  }
  return { calibrations, blockSeconds, passed };
}

interface Position {
  /** The interval at which the next block begins. */
  at: number;
  state: VerdictState;
}

interface Judging {
  metrics: readonly Metric[];
  settings: Settings;
  /** In a block. */
  intervals: number;
  clumps: Readonly<Record<string, number>>;
  random: Random;
}

/** One weight: until it passes, fails or its time is over; without an answer the next one follows, as after a promote. */
function bake(
  past: StablePast,
  judging: Judging,
  stage: Stage,
  name: string,
  { at: began, state: first }: Position,
): { position: Position; blame?: string; seconds: number | null } {
  const { metrics, settings, intervals } = judging;
  const start = began * past.interval * 1000;
  const ends = { minUntil: start + stage.min * 1000, maxUntil: start + stage.max * 1000 };
  const question = { stage: name, bake: { until: stage.until, minRequests: stage.minRequests, ...ends } };
  let [at, state] = [began, first];
  for (;;) {
    state = advance(state, metrics, settings, blockAt(past, judging, stage.share, name, at));
    at += intervals;
    const { verdict } = decideAt(question, state, metrics, settings, at * past.interval * 1000);
    const position = { at, state };
    if (verdict.outcome === 'fail') return { position, blame: verdict.blame ?? '', seconds: null };
    const seconds = (at - began) * past.interval;
    if (verdict.outcome === 'pass') return { position, seconds };
    if (seconds >= stage.max) return { position, seconds: null };
  }
}

function blockAt(
  { interval, metrics: past }: StablePast,
  { metrics, intervals, clumps, random }: Judging,
  share: number,
  stage: string,
  at: number,
): Block {
  const counts: Block['counts'] = {};
  for (const { name } of metrics) {
    const parts = (past[name] ?? []).slice(at, at + intervals);
    const read = parts.filter((part) => part !== undefined);
    // A missing stretch is in no block.
    if (read.length < intervals) continue;
    const sides = read.map((part) => thin(part, share, clumps[name] ?? 1, random));
    counts[name] = {
      candidate: total(sides.map(({ candidate }) => candidate)),
      stable: total(sides.map(({ stable }) => stable)),
    };
  }
  return { start: at * interval * 1000, seconds: intervals * interval, stage, counts };
}

function total(counts: readonly { total: number; bad: number[] }[]): { total: number; bad: number[] } {
  const [first, ...others] = counts;
  return others.reduce(
    (sum, each) => ({
      total: sum.total + each.total,
      bad: sum.bad.map((bad, i) => bad + (each.bad[i] ?? 0)),
    }),
    first ?? { total: 0, bad: [] },
  );
}

function sumsOf({ metrics }: StablePast, metric: Metric, from: number, to: number): StableSums {
  const intervals = metrics[metric.name] ?? [];
  return intervals.slice(Math.max(0, from), to).reduce(addInterval, beginSums(badCounts(metric)));
}

/** How many bad requests come together, as the played stretch itself shows: not as the calibration before it thought. */
function clumpsOf(
  past: StablePast,
  metrics: readonly Metric[],
  start: number,
  intervals: number,
  split: Split,
): Record<string, number> {
  if (split === 'apart') return {};
  return Object.fromEntries(
    metrics.map((metric) => {
      const sums = sumsOf(past, metric, start, start + intervals);
      return [metric.name, calibrate(sums, { blockIntervals: 1 }).phi ?? 1];
    }),
  );
}
