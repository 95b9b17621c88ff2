import type { Machine } from '../../bench/machine.ts';
import { describeBreaches } from './describe.ts';
import type { Kept } from './keep-record.ts';
import type { Schedule } from './schedule.ts';
import { counted, describeStruck } from './struck.ts';

/** One run as a row of a table. */
export interface Row {
  setup: Schedule['setup'];
  /** Where it was made; left out: nobody knows. */
  machine?: Machine;
  /** By the names of the columns. */
  cells: Record<string, string>;
}

/** What became of a run. Pure. */
export function rowOf({ setup, releases, machine, run, missed, seconds, hung, breaches }: Kept): Row {
  const outcomes = run.lanes.flatMap((lane) => [
    ...lane.reports.map(({ status: { outcome, cause } }) =>
      outcome === 'reverted' ? `reverted (${cause ?? 'unknown'})` : outcome,
    ),
    ...lane.replaced.map(() => 'replaced in the queue'),
  ]);
  const requests = run.lanes.flatMap((lane) => lane.users.map(({ answered, dropped }) => answered + dropped));
  const wrong = describeBreaches({ hung, breaches });
  const struck = describeStruck(run.faults, setup);
  const cells = {
    seed: `${run.seed}`,
    'set-up': setup,
    releases: `${releases} over ${run.lanes.length} lanes`,
    'ended as': counted(outcomes)
      .map(([name, count]) => `${count} ${name}`)
      .join(', '),
    struck: `${struck === '' ? '' : `${struck}; `}${missed} missed`,
    requests: `${requests.reduce((sum, count) => sum + count, 0)}`,
    took: `${seconds.toFixed(0)} s`,
    result: wrong.length === 0 ? 'held' : wrong.join('; '),
  };
  return { setup, cells, ...(machine === undefined ? {} : { machine }) };
}
