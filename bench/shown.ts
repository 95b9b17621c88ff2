import { readFile, writeFile } from 'node:fs/promises';
import type { Kept } from './results.ts';
import type { Section } from './section.ts';

const page = new URL('../docs/performance.md', import.meta.url);

/**
 * Writes the tables of a bench into `docs/performance.md`. `<!-- shown: BENCH -->` there is the place for all its parts
 * with the machine's facts, `<!-- shown: BENCH/PART -->` for one table alone; each ends with `<!-- end -->`.
 */
export async function showResults(bench: string, parts: Record<string, Kept>): Promise<void> {
  const before = await readFile(page, 'utf8');
  const after = withResults(before, bench, parts);
  if (after !== before) await writeFile(page, after);
}

/** The page with what is kept of the bench in its places. Pure. */
export function withResults(text: string, bench: string, parts: Record<string, Kept>): string {
  const place = /<!-- shown: (?<bench>[^/\s]+)(?:\/(?<part>.+?))? -->\n[^]*?<!-- end -->/g;
  return text.replaceAll(place, (whole: string, of: string, part: string | undefined) => {
    if (of !== bench) return whole;
    const one = part === undefined ? undefined : parts[part];
    if (part !== undefined && one === undefined) return whole;
    const shown = one === undefined ? allOf(Object.values(parts)) : tableOf(one.section);
    return `<!-- shown: ${bench}${part === undefined ? '' : `/${part}`} -->\n\n${shown}\n\n<!-- end -->`;
  });
}

/** Every part; the machine's facts stand below the last of those that were measured alike. */
function allOf(parts: readonly Kept[]): string {
  return parts
    .map(({ machine, section }, i) => {
      const next = parts[i + 1];
      const facts = factsOf(machine);
      const told = next !== undefined && factsOf(next.machine) === facts ? '' : `\n\n${facts}`;
      return `${tableOf(section)}${told}`;
    })
    .join('\n\n');
}

function factsOf(machine: Kept['machine']): string {
  const { date, processor, cores, memoryGiB, system, kernel, node, temporal, loadBefore, commit } = machine;
  return [
    `Measured on ${date}: ${processor}, ${cores} cores, ${memoryGiB} GiB, ${system} ${kernel}`,
    `Node ${node}, ${temporal}`,
    `load average before ${loadBefore}, commit ${commit}.`,
  ].join('; ');
}

/** The title as a sentence, and the table with columns as wide as they need to be: as the formatter has it. */
function tableOf({ title, columns, rows }: Section): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const lines = [columns, ...rows].map((row) => columns.map((_, i) => cell(row[i] ?? '')));
  const widths = columns.map((_, i) => Math.max(3, ...lines.map((line) => line[i]?.length ?? 0)));
  const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  const pad = (text: string, i: number): string =>
    i === 0 ? text.padEnd(widths[i] ?? 0) : text.padStart(widths[i] ?? 0);
  const rule = widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  const [head = [], ...body] = lines.map((line) => row(line.map(pad)));
  return [`${title}.`, '', head, row(rule), ...body].join('\n');
}
