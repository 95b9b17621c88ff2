/** A backtest for people. */
import type { Backtested, StageBacktested } from '../../analysis/backtest/backtest.ts';
import { count, day, share, span } from '../figures.ts';
import { line, wrap } from '../line.ts';
import type { Paint } from '../paint.ts';
import { renderTable } from '../render-table.ts';

/** What was played, and what came of it by either way in which bad requests may fall on a side. */
export interface BacktestView {
  lane: string;
  /** When the first and the last release may begin, milliseconds since the epoch. */
  from: number;
  to: number;
  seed: number;
  bursts: Backtested;
  apart: Backtested;
}

/** How often a good release was stopped, how long each proof took, and by what it was weighed. */
export function renderBacktest(
  { lane, from, to, bursts, apart }: BacktestView,
  width: number,
  paint: Paint,
): string[] {
  const divisors = Object.entries(bursts.burstDivisor).map(
    ([name, m]) => `${Number(m.toPrecision(3))} (${name})`,
  );
  const assumed =
    bursts.assumed === 0 ? '' : `; assumed, for want of bad requests, in ${bursts.assumed} of them`;
  return [
    line(
      width,
      paint,
      { style: 'bold', text: lane },
      `  ${count(bursts.runs)} good releases, begun ${day(from)} to ${day(to)}`,
    ),
    ...wrap(
      'each is a random part of the requests of the stable side, as a candidate beside the rest',
      width,
    ),
    '',
    ...renderTable(
      ['BAD REQUESTS FALL', 'GOOD RELEASES STOPPED', '95 % SURE', 'BY'],
      [stopped('in bursts, each on one side', bursts), stopped('each for itself', apart)],
      width,
      paint,
    ),
    '',
    ...renderTable(
      ['WEIGHT', 'PROVEN SAFE', 'HALF OF THEM IN', '9 OF 10 IN', 'AT MOST'],
      bursts.stages.map((stage) => [share(stage.share), ...proven(stage), span(stage.max * 1000)]),
      width,
      paint,
    ),
    '',
    ...wrap(
      `weighed by the 6 hours before each: blocks of ${span(bursts.blockSeconds * 1000)}, burst divisor ${divisors.join(', ')} in the middle${assumed}`,
      width,
    ),
  ];
}

function stopped(
  how: string,
  { runs, stopped: { count: stops, low, high, byMetric } }: Backtested,
): string[] {
  const by = Object.entries(byMetric).map(([name, times]) => `${name} ${times}`);
  return [
    how,
    `${stops} of ${count(runs)}, ${share(stops / runs)}`,
    `${share(low)} to ${share(high)}`,
    by.join(', '),
  ];
}

/** A bake for a time is passed without a proof, so that its figures say nothing of one. */
function proven({ until, passed, reached, median, ninetieth }: StageBacktested): string[] {
  if (until === 'elapsed') return ['not asked', '–', '–'];
  return [`${count(passed)} of ${count(reached)}`, within(median), within(ninetieth)];
}

function within(seconds: number | null): string {
  return seconds === null ? 'not in time' : span(seconds * 1000);
}
