import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import type { Machine } from '../../bench/machine.ts';
import type { Row } from './row.ts';
import type { Schedule } from './schedule.ts';

const page = fileURLToPath(new URL('../../docs/chaos.md', import.meta.url));

/** Which table of the page a set-up belongs to. */
const places: Record<Schedule['setup'], string> = {
  'one daemon': 'embedded',
  'worker and API': 'embedded',
  'two of each on PostgreSQL': 'postgres',
};

/** Writes runs into `docs/chaos.md`. Throws, and leaves it as it is, where one does not say where it was made. */
export async function writePage(rows: readonly Row[]): Promise<void> {
  const text = withRuns(await readFile(page, 'utf8'), rows);
  await writeFile(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
}

/**
 * The page with the runs between `<!-- runs: PLACE -->` and `<!-- end -->`; a table that has none of them stays. Throws
 * where one does not say where it was made. Pure.
 */
export function withRuns(text: string, rows: readonly Row[]): string {
  const named = Map.groupBy(rows, ({ setup }) => places[setup]);
  return [...named].reduce((before, [place, its]) => {
    const between = new RegExp(`<!-- runs: ${place} -->\\n[^]*?<!-- end -->`);
    return before.replace(between, () => tableOf(place, its).join('\n'));
  }, text);
}

function tableOf(place: string, rows: readonly Row[]): string[] {
  const columns = ['seed', 'set-up', 'releases', 'ended as', 'struck', 'requests', 'took', 'result'];
  const held = rows.filter(({ cells }) => cells['result'] === 'held').length;
  return [
    `<!-- runs: ${place} -->`,
    '',
    `| ${columns.join(' | ')} |`,
    '| ---: | --- | ---: | --- | --- | ---: | ---: | --- |',
    ...rows.map(({ cells }) => `| ${columns.map((column) => cells[column] ?? '').join(' | ')} |`),
    '',
    `${held} of ${rows.length} seeds held. ${factsOf(rows.map(madeOn))}.`,
    '',
    '<!-- end -->',
  ];
}

function madeOn({ machine, cells }: Row): Machine {
  if (machine !== undefined) return machine;
  throw new Error(
    `The record of seed ${cells['seed']} does not say where it was made: where that was on this machine, name the commit by --commit.`,
  );
}

/** Each fact once where all runs share it, else all that it was. */
function factsOf(machines: readonly Machine[]): string {
  const names = new Set(machines.flatMap((machine) => Object.keys(machine)));
  const valuesOf = (name: string) => new Set(machines.flatMap((machine) => machine[name] ?? []));
  return [...names].map((name) => `${name} ${[...valuesOf(name)].join(', ')}`).join('; ');
}
