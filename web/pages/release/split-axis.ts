/** What stands at the axis of time of the split. Pure. */

/**
 * Times of day in the zone of whoever reads, with seconds where they are that close; all times in seconds since the
 * epoch. Where what is drawn, `from` one time `to` another, is not of one day, the day stands below the first of each.
 */
export function timesOf(splits: readonly number[], from: number, to: number): string[] {
  const [first = 0, second = 60] = splits;
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: second - first < 60 ? 'medium' : 'short' });
  const isOneDay = dayOf(from) === dayOf(to);
  let last = '';
  return splits.map((at) => {
    const below = isOneDay || dayOf(at) === last ? '' : `\n${DAY.format(at * 1000)}`;
    last = dayOf(at);
    return `${time.format(at * 1000)}${below}`;
  });
}

function dayOf(at: number): string {
  return new Date(at * 1000).toDateString();
}

const DAY = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short' });
