import { addInterval, beginSums } from '../../analysis/calibration/stable-sums.ts';
import { decide } from '../../analysis/decision.ts';
import { advance, begin } from '../../analysis/verdict.ts';
import type { Block, Counts, Metric, Settings } from '../../analysis/types.ts';
import { METRIC } from './judged.ts';
import type { Section } from '../section.ts';

/** verdict.md §10.5: microseconds for one metric or edge and block. */
const MOST = 10;
const BLOCKS = 360;

const settings: Settings = {
  alpha: 0.01,
  beta: 0.05,
  plannedBlocks: BLOCKS,
  splitDivisor: 10,
  granularity: 0.0001,
};
const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
const latency: Metric = { ...METRIC, negligible: 0, edges: [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2] };

/** What a block costs, in processor time of one core: the best of several rounds, since others use it too. */
export function cost(): Section {
  const rows: string[][] = [];
  const fold = perBlock(METRIC, (blocks) => {
    let state = begin([METRIC], settings);
    for (const block of blocks) state = advance(state, [METRIC], settings, block);
  });
  const show = (name: string, microseconds: number): void => {
    rows.push([name, `${microseconds.toFixed(1)} µs`]);
  };
  show('fold a block of an error metric', fold);
  const edges = perBlock(latency, (blocks) => {
    let state = begin([latency], settings);
    for (const block of blocks) state = advance(state, [latency], settings, block);
  });
  show('fold a block of a latency metric, for each of 8 edges', edges / 8);
  const decided = perBlock(METRIC, (blocks) => {
    let state = begin([METRIC], settings);
    for (const block of blocks) {
      state = advance(state, [METRIC], settings, block);
      decide(state, [METRIC], settings, conditions);
    }
  });
  show('decide after a block, one metric', decided - fold);
  show(
    'add a base interval to a calibration',
    perBlock(METRIC, (blocks) => {
      let sums = beginSums(1);
      for (const { counts } of blocks) sums = addInterval(sums, counts['errors']?.stable);
    }),
  );
  const breaches = fold > MOST ? [`a block of one metric costs ${fold.toFixed(1)} µs`] : [];
  return {
    title: `Cost of a metric and block on one core; at most ${String(MOST)} µs`,
    columns: ['what', 'processor time'],
    rows,
    breaches,
  };
}

/** The shortest of some rounds, each of several releases. */
function perBlock(metric: Metric, release: (blocks: readonly Block[]) => void): number {
  const blocks = blocksOf(metric);
  let best = Infinity;
  for (let round = 0; round < 40; round += 1) {
    const before = process.cpuUsage();
    for (let i = 0; i < 5; i += 1) release(blocks);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / (5 * BLOCKS));
  }
  return best;
}

function blocksOf({ edges }: Metric): Block[] {
  const counts = (total: number, bad: number): Counts => ({
    total,
    bad: Array.from({ length: edges?.length ?? 1 }, (_, i) => Math.ceil(bad / (i + 1))),
  });
  return Array.from({ length: BLOCKS }, (_, i) => ({
    start: i * 10_000,
    seconds: 10,
    stage: i < BLOCKS / 2 ? '5%' : '25%',
    share: i < BLOCKS / 2 ? 0.05 : 0.25,
    counts: {
      errors: { candidate: counts(100 + (i % 7), (i * 7) % 3), stable: counts(1900, 15 + ((i * 5) % 9)) },
    },
  }));
}
