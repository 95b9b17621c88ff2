import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { decide, evidenceOf100 } from '../../../analysis/decision.ts';
import { significant } from '../../../analysis/figures.ts';
import { summarise } from '../../../analysis/summary.ts';
import { advance, begin } from '../../../analysis/verdict.ts';
import { block, errorMetric, settings, sides, type Row } from './release.ts';

const manual = readFileSync(new URL('../../../docs/verdict.md', import.meta.url), 'utf8');

interface Printed {
  row: Row;
  harm: number;
  safe: number;
}

/** The tables of the manual that show a release block by block. */
const tables: Printed[][] = [];
for (const line of manual.split('\n')) {
  const [, number, bad, of, stableBad, stable, harm, safe] =
    /^\| (\d+) +\| (\d+) of (\d+) +\| (\d+) of (\d+) +\| ([\d.]+) +\| ([\d.]+) +\|$/.exec(line) ?? [];
  if (number === undefined) continue;
  if (number === '1') tables.push([]);
  const row = [Number(of), Number(bad), Number(stable), Number(stableBad)] as const;
  tables.at(-1)?.push({ row, harm: Number(harm), safe: Number(safe) });
}

test('there are two releases in the manual, one that is stopped and one that is safe', () => {
  expect(tables.map(({ length }) => length)).toEqual([5, 7]);
});

test.each([
  ['fail', tables[0] ?? []],
  ['pass', tables[1] ?? []],
] as const)(
  'the manual shows the evidence of a release that ends in %s as it is computed',
  (outcome, rows) => {
    const metrics = [errorMetric()];
    const used = { ...settings, plannedBlocks: 180 };
    const conditions = { minRequests: 0, minSeconds: 0, deadlinePassed: false };
    let state = begin(metrics, used);
    rows.forEach(({ row, harm, safe }, i) => {
      state = advance(state, metrics, used, block(i, { errors: sides(row) }));
      const { outcome: now, combinedHarmLogE } = decide(state, metrics, used, conditions);
      const [summary] = summarise(state, metrics, used);
      expect([now, shown(combinedHarmLogE, used.alpha), shown(summary?.safeLogE, used.beta)]).toEqual([
        i === rows.length - 1 ? outcome : 'continue',
        harm,
        safe,
      ]);
    });
  },
);

/** With one decimal below 10, as the manual prints it. */
function shown(logE: number | null | undefined, level: number): number {
  const evidence = evidenceOf100(logE ?? -Infinity, level);
  return evidence < 10 ? Number(evidence.toFixed(1)) : significant(Math.round(evidence));
}
