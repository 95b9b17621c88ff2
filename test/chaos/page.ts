import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { thisMachine, type Machine } from '../../bench/machine.ts';
import { rowOf, type Row } from './row.ts';
import type { Played } from './play.ts';
import type { Schedule } from './schedule.ts';

const page = fileURLToPath(new URL('../../docs/chaos.md', import.meta.url));

/** Results that become a table of `docs/chaos.md`. */
export interface Results {
  add(schedule: Schedule, played: Played): void;
  /** Writes all that was added in place of the table before. */
  write(): Promise<void>;
}

/** Nothing yet, with the machine's facts as they are before the first run. `place` names the table. */
export async function openResults(place: 'embedded' | 'postgres'): Promise<Results> {
  const rows: Row[] = [];
  const machine = await thisMachine();
  return {
    add: (schedule, played) => void rows.push(rowOf(schedule, played)),
    async write() {
      const text = withRuns(await readFile(page, 'utf8'), place, rows, machine);
      await writeFile(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
    },
  };
}

/** The page with the runs between `<!-- runs: PLACE -->` and `<!-- end -->`. Pure. */
export function withRuns(text: string, place: string, rows: readonly Row[], machine: Machine): string {
  const columns = ['seed', 'set-up', 'releases', 'ended as', 'struck', 'requests', 'took', 'result'];
  const facts = Object.entries(machine).map(([name, value]) => `${name} ${value}`);
  const lines = [
    `<!-- runs: ${place} -->`,
    '',
    `| ${columns.join(' | ')} |`,
    '| ---: | --- | ---: | --- | --- | ---: | ---: | --- |',
    ...rows.map((row) => `| ${columns.map((column) => row[column] ?? '').join(' | ')} |`),
    '',
    `${rows.filter(({ result }) => result === 'held').length} of ${rows.length} seeds held. ${facts.join('; ')}.`,
    '',
    '<!-- end -->',
  ];
  const between = new RegExp(`<!-- runs: ${place} -->\\n[^]*?<!-- end -->`);
  return text.replace(between, () => lines.join('\n'));
}
