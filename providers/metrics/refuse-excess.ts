import type { Series } from './metric-source.ts';

/** Series of one slot: more than any service has, and few enough to be carried from one check to the next. */
const MOST_SERIES = 10_000;
/** Characters of a label's value, which a pattern of the service file may be matched against. */
const LONGEST_VALUE = 256;

/** Throws a sentence where what a query selects is too much to be counted in time. `what` names the source. */
export function refuseExcess(series: readonly Pick<Series, 'labels'>[], what: string): void {
  if (series.length > MOST_SERIES) {
    throw new Error(`${what} has ${series.length} series there, and at most ${MOST_SERIES} are counted.`);
  }
  for (const { labels } of series) {
    const long = Object.entries(labels).find(([, value]) => value.length > LONGEST_VALUE);
    if (long === undefined) continue;
    throw new Error(
      `${what} has a label ${long[0]} of ${long[1].length} characters, and at most ${LONGEST_VALUE} are read.`,
    );
  }
}
