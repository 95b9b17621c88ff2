import type { Fault, Instance, LaneRun, Run } from '../../chaos/record.ts';
import type { Reported } from '../../chaos/reported.ts';
import type { Started } from '../../kill/own-counts.ts';
import { at, lane } from './clean-run.ts';

/** One thing that happens in the clean run beside what happens there. */
export type Happening = (lane: LaneRun, run: Run) => unknown;

/** The report of a release by its number. Throws where there is none. */
export const report = ({ reports }: LaneRun, number: number): Reported => {
  const found = reports.find(({ id }) => id === `${lane}.${number}`);
  if (found === undefined) throw new Error(`There is no report ${number}.`);
  return found;
};
/** The first of a list. Throws where there is none. */
export const first = <T>([found]: readonly T[]): T => {
  if (found === undefined) throw new Error('There is none.');
  return found;
};

/** Requests that started at an instance in the 100 ms from `window` on. */
export const started = (window: number, token: string, slot: 'blue' | 'green', count: number): Started => ({
  window,
  token,
  slot,
  version: slot === 'blue' ? 'v1' : 'v3',
  count,
});
/** A split by the share of green, in basis points. */
export const split = (green: number) => ({ blue: 10_000 - green, green });
/** An instance that stood still, by its process and seconds of the run. */
export const stop = (pid: number, from: number, to: number): Fault => ({
  kind: 'stop',
  target: 'instance',
  lane,
  pid,
  from: at(from),
  to: at(to),
});
/** An instance by its token. Throws where there is none. */
export const instance = ({ instances }: LaneRun, token: string): Instance =>
  first(instances.filter((each) => each.token === token));
