/** What each fault costs at each weight, beside a budget. Pure. */
import {
  forecastFigures,
  forecastRows,
  type FaultCell,
  type ForecastRow,
} from '../../../cli/plan/forecast-rows.ts';
import { isCompared } from '../../../cli/plan/forecast-facts.ts';
import type { PlanForecast } from '../../../cli/plan/forecast.ts';
import type { Tone } from '../../parts/tone.ts';
import { count } from '../../../cli/figures.ts';

/** One fault at one weight. */
export interface CostCell extends FaultCell {
  /** Length of its bar, 0 to 1; left out where no cost is known. */
  part?: number;
  /** Red: it costs more than the budget; amber: it is not stopped; grey: there is no such fault. */
  tone: Tone;
}

/** The table of one metric: a column for each weight or ramp, a row for each fault. */
export interface CostTable {
  metric: string;
  /** What it is forecast with, such as `0.3 % bad, burst divisor 8 (assumed)`. */
  figures: string;
  places: string[];
  /** Until a good version is proven safe, for each place. */
  safe: string[];
  rows: { fault: string; cells: CostCell[] }[];
  /** Where the budget lies on the scale of the bars. */
  budget: number;
}

/** The table of each metric. Their bars have one scale, of logarithms, since costs differ a thousandfold. */
export function costTables(told: PlanForecast, budget: number): CostTable[] {
  if (!isCompared(told)) return [];
  const names = Object.keys(told.traffic.rates);
  const all = names.map((name) => ({ name, rows: forecastRows(name, told) }));
  const costs = all.flatMap(({ rows }) => rows.flatMap(cellsOf).flatMap(({ excess }) => excess ?? []));
  const most = Math.log1p(Math.max(budget, ...costs));
  const onScale = (cost: number): number => Math.log1p(cost) / most;
  const cell = (each: FaultCell): CostCell => ({
    ...each,
    ...(each.excess === undefined ? {} : { part: onScale(each.excess) }),
    tone: toneOf(each, budget),
  });
  return all.map(({ name, rows }) => ({
    metric: name,
    figures: forecastFigures(name, told),
    places: rows.map(({ place }) => place),
    safe: rows.map(({ safe }) => safe),
    rows: (rows[0] === undefined ? [] : cellsOf(rows[0])).map(({ fault }, i) => ({
      fault,
      cells: rows.flatMap((row) => {
        const found = cellsOf(row)[i];
        return found === undefined ? [] : [cell(found)];
      }),
    })),
    budget: onScale(budget),
  }));
}

/** Which faults cost more than a budget, and which are not stopped by the evidence, in a sentence each. */
export function budgetSentences(tables: readonly CostTable[], budget: number): string[] {
  const tones = tables.flatMap(({ rows }) => rows.flatMap(({ cells }) => cells.map(({ tone }) => tone)));
  if (tones.length === 0) return [];
  const most = `${count(budget)} bad ${budget === 1 ? 'response' : 'responses'}`;
  if (tones.every((tone) => tone === 'bad')) return [`Whatever is wrong with it costs more than ${most}.`];
  const beyond = faultsLike(tables, 'bad');
  const never = faultsLike(tables, 'ask');
  return [
    beyond === '' ? `What is stopped costs no more than ${most}.` : `More than ${most}: ${beyond}.`,
    ...(never === '' ? [] : [`Not stopped by itself: ${never}.`]),
  ];
}

function faultsLike(tables: readonly CostTable[], tone: Tone): string {
  const byMetric = tables.flatMap(({ metric, places, rows }) => {
    const faults = rows.flatMap(({ fault, cells }) => {
      const at = places.filter((_, i) => cells[i]?.tone === tone);
      if (at.length === 0) return [];
      const name = fault === 'late' ? 'a late total failure' : fault;
      return [at.length === places.length ? name : `${name} at ${at.join(' and ')}`];
    });
    if (faults.length === 0) return [];
    return [`${tables.length === 1 ? '' : `${metric} `}${faults.join(', ')}`];
  });
  return byMetric.join('; ');
}

function toneOf({ after, excess }: FaultCell, budget: number): Tone {
  if (after === 'never' || after === 'asks') return 'ask';
  if (excess === undefined) return 'quiet';
  return excess > budget ? 'bad' : 'go';
}

function cellsOf({ faults, late }: ForecastRow): FaultCell[] {
  return [...faults, late];
}
