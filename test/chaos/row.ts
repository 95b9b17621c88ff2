import { describeBreaches } from './describe.ts';
import type { Played } from './play.ts';
import type { Schedule } from './schedule.ts';

/** One run as a row of a table, by the names of its columns. */
export type Row = Record<string, string>;

/** What became of a run. Pure. */
export function rowOf(
  { seed, setup, lanes, releases }: Schedule,
  { run, missed, seconds, hung, breaches }: Played,
): Row {
  const later = releases.filter(({ first }) => !first).length;
  const outcomes = run.lanes.flatMap((lane) => [
    ...lane.reports.map(({ status: { outcome, cause } }) =>
      outcome === 'reverted' ? `reverted (${cause ?? 'unknown'})` : outcome,
    ),
    ...lane.replaced.map(() => 'replaced in the queue'),
  ]);
  const requests = run.lanes.flatMap((lane) => lane.users.map(({ answered, dropped }) => answered + dropped));
  const wrong = describeBreaches({ hung, breaches });
  return {
    seed: `${seed}`,
    'set-up': setup,
    releases: `${later} over ${lanes.length} lanes`,
    'ended as': counted(outcomes),
    struck: `${counted(run.faults.map(({ kind, target }) => `${kind} of ${target}`))}; ${missed} missed`,
    requests: `${requests.reduce((sum, count) => sum + count, 0)}`,
    took: `${seconds.toFixed(0)} s`,
    result: wrong.length === 0 ? 'held' : wrong.join('; '),
  };
}

/** `3 a, 1 b`, the most frequent first. */
function counted(names: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  const sorted = [...counts].toSorted(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return sorted.map(([name, count]) => `${count} ${name}`).join(', ');
}
