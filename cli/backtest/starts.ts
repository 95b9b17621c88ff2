import type { Stage, StablePast } from '../../analysis/backtest/terms.ts';
import { day, span } from '../figures.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';

/** How long before its start a release is calibrated on, in seconds. */
export const CALIBRATED_ON = 6 * 3600;

/** At which intervals of the past a release may begin, so that it has what it is calibrated on and time to end. */
export function startsIn(
  past: StablePast,
  stages: readonly Stage[],
  warmup: number,
): { first: number; last: number; calibration: number } {
  const calibration = Math.ceil(CALIBRATED_ON / past.interval);
  const length = warmup + stages.reduce((sum, { max }) => sum + max, 0);
  const all = Object.entries(past.metrics).map(([name, intervals]) => {
    const begins = intervals.findIndex((each) => each !== undefined && each.total > 0);
    const ends = intervals.findLastIndex((each) => each !== undefined && each.total > 0) + 1;
    return { name, begins: begins < 0 ? intervals.length : begins, ends };
  });
  for (const { name, begins, ends } of all) {
    const seconds = Math.max(0, ends - begins) * past.interval;
    if (seconds >= CALIBRATED_ON + length) continue;
    const found = seconds === 0 ? 'no requests' : `${span(seconds * 1000)} of requests`;
    const since = seconds === 0 ? '' : ` from ${day(past.start + begins * past.interval * 1000)} on`;
    throw new CommandFailure(
      exitCodes.usage,
      `${name} has ${found}${since}: too little, since a release is calibrated on the ${span(CALIBRATED_ON * 1000)} before it and takes up to ${span(length * 1000)}`,
    );
  }
  const first = Math.max(...all.map(({ begins }) => begins)) + calibration;
  const last = Math.min(...all.map(({ ends }) => ends)) - Math.ceil(length / past.interval);
  return { first, last: Math.max(first, last), calibration };
}
