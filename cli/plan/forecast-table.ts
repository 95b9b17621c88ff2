/** The table of one metric in a forecast: two lines for each weight and each ramp. */
import { FAULTS } from '../../analysis/forecast/types.ts';
import type { Paint } from '../paint.ts';
import { renderTable } from '../render-table.ts';
import { faultName } from './advice.ts';
import { forecastRows } from './forecast-rows.ts';
import type { PlanForecast } from './forecast.ts';

const HEADINGS = ['WEIGHT', '', 'SAFE', ...FAULTS.map((fault) => faultName(fault).toUpperCase()), 'LATE'];

/** How long it takes at each weight, and the bad responses served by then. */
export function forecastTable(name: string, told: PlanForecast, width: number, paint: Paint): string[] {
  const lines = forecastRows(name, told).flatMap(({ place, safe, faults, late }) => [
    [place, 'after', safe, ...faults.map(({ after }) => after), late.after],
    ['', 'bad', '', ...faults.map(({ bad }) => bad), late.bad],
  ]);
  return renderTable(HEADINGS, lines, width, paint);
}
