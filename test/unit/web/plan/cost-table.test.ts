import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { forecastPlan } from '../../../../cli/plan/forecast.ts';
import { assumptionsOf, knobsOf, trafficOf } from '../../../../web/pages/plan/assumptions.ts';
import { budgetSentences, costTables, type CostTable } from '../../../../web/pages/plan/cost-table.ts';
import { temporaryFolder, type TemporaryFolder } from '../../../rigs/temporary-folder.ts';
import { runPlan } from '../../cli/plan/run-plan.ts';
import { checkout, planOf } from './plans.ts';

const STEPS = [
  '{ shift: 5% }',
  '{ bake: { for: 6m } }',
  '{ shift: 50% }',
  '{ bake: { for: 5m } }',
  'cutover',
];
const plan = planOf(checkout(STEPS));

function toldBy(query: string) {
  const assumed = assumptionsOf(plan.metrics, knobsOf(plan, new URLSearchParams(query)));
  const told = forecastPlan(plan, trafficOf(assumed));
  return { told, tables: costTables(told, assumed.budget), assumed };
}

function costsOf([table]: readonly CostTable[], fault: string): (number | undefined)[] {
  return (table?.rows.find((row) => row.fault === fault)?.cells ?? []).map(({ excess }) => excess);
}

describe('what the page shows', () => {
  let folder: TemporaryFolder;
  beforeAll(async () => {
    folder = await temporaryFolder('cost-table');
    await writeFile(join(folder.path, 'checkout.yaml'), checkout(STEPS));
  });
  afterAll(async () => folder.remove());

  test('is what sluice plan prints for the same traffic, cell by cell', async () => {
    const given = ['checkout@production', folder.path, '--rate', '70', '--errors', '0.7%'];
    const { told, tables } = toldBy('rate=70&bad.errors=0.7');
    const { out } = await runPlan(...given);
    const [errors] = tables;
    expect(errors?.places).toEqual(['5 %', '50 %']);
    expect(out).toContain(`errors  ${errors?.figures}\n`);
    const lines = out.split('\n').map((line) => line.trim().split(/ {2,}/));
    errors?.places.forEach((place, i) => {
      const cells = errors.rows.map((row) => row.cells[i]);
      expect(lines).toContainEqual([place, 'after', errors.safe[i], ...cells.map((cell) => cell?.after)]);
      expect(lines).toContainEqual(['bad', ...cells.flatMap((cell) => cell?.bad || [])]);
    });
    const json = await runPlan(...given, '--json');
    expect(JSON.parse(json.out)).toMatchObject({ forecast: JSON.parse(JSON.stringify(told)) });
  });

  test('stops sooner what is worse and what has more traffic, and a late failure costs by the traffic', () => {
    const rate = fc.integer({ min: 5, max: 5000 });
    const percent = fc.integer({ min: 1, max: 50 }).map((tenths) => tenths / 10);
    fc.assert(
      fc.property(rate, percent, fc.integer({ min: 2, max: 10 }), (perSecond, bad, more) => {
        const { told, tables } = toldBy(`rate=${perSecond}&bad.errors=${bad}`);
        const busier = toldBy(`rate=${perSecond * more}&bad.errors=${bad}`);
        told.weights.forEach(({ metrics: [metric] }, i) => {
          const times = (metric?.faults ?? []).map((each) =>
            each.kind === 'stops' ? each.seconds : Infinity,
          );
          expect(times.toSorted((a, b) => b - a)).toEqual(times);
          const [faster] = busier.told.weights[i]?.metrics ?? [];
          faster?.faults.forEach((each, n) => {
            const seconds = each.kind === 'stops' ? each.seconds : 0;
            expect(seconds).toBeLessThanOrEqual(times[n] ?? 0);
          });
        });
        const [first = 0, second = 0] = costsOf(tables, 'late').map((each) => each ?? 0);
        expect(second).toBeCloseTo(10 * first);
        expect(costsOf(busier.tables, 'late')[0]).toBeCloseTo(more * first);
      }),
      { numRuns: 25 },
    );
  });
});

describe('beside a budget', () => {
  test('each cost is within it or beyond it, and its bar ends before or behind the line', () => {
    const { tables, assumed } = toldBy('rate=50&bad.errors=1&budget=300');
    const cells = tables.flatMap(({ rows }) => rows.flatMap((row) => row.cells));
    expect(new Set(cells.map(({ tone }) => tone))).toEqual(new Set(['go', 'bad']));
    for (const { tone, excess = 0, part = 0 } of cells) {
      expect(tone).toBe(excess > assumed.budget ? 'bad' : 'go');
      expect(part > (tables[0]?.budget ?? 0)).toBe(tone === 'bad');
      expect(part).toBeLessThanOrEqual(1);
    }
    expect(budgetSentences(tables, assumed.budget)).toEqual([
      'More than 300 bad responses: x1.5, x2, x5 at 50 %, all fail at 50 %, a late total failure at 50 %.',
    ]);
  });

  test('all of them, none of them, and what is never stopped have their sentences', () => {
    const dear = toldBy('rate=50&bad.errors=1&budget=1').tables;
    expect(budgetSentences(dear, 1)).toEqual(['Whatever is wrong with it costs more than 1 bad response.']);
    const cheap = toldBy('rate=50&bad.errors=1&budget=100000').tables;
    expect(budgetSentences(cheap, 100_000)).toEqual([
      'What is stopped costs no more than 100,000 bad responses.',
    ]);
    // Twice as many errors are below the floor of the preset.
    const { tables } = toldBy('rate=5000&bad.errors=0.04&budget=1000000');
    expect(budgetSentences(tables, 1e6)[1]).toBe('Not stopped by itself: x1.5, x2.');
    expect(tables[0]?.rows[0]?.cells[0]).toEqual({ fault: 'x1.5', after: 'never', bad: '', tone: 'ask' });
  });

  test('a plan without a weight has no table', () => {
    const swapped = planOf(checkout(['cutover']));
    const told = forecastPlan(swapped, { perSecond: 50, rates: { errors: [0.01] }, origin: 'given' });
    expect(costTables(told, 50)).toEqual([]);
    expect(budgetSentences([], 50)).toEqual([]);
  });
});
