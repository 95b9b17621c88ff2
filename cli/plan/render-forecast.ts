/** A forecast for people: a table for each metric, what its columns mean, how long it takes, and what is wanting. */
import { significant } from '../../analysis/figures.ts';
import { line } from '../line.ts';
import type { Paint } from '../paint.ts';
import { forecastFacts, isCompared } from './forecast-facts.ts';
import { forecastFigures } from './forecast-rows.ts';
import { forecastTable } from './forecast-table.ts';
import type { PlanForecast } from './forecast.ts';
import { renderFacts } from './render-facts.ts';

/** A forecast as lines. */
export function renderForecast(told: PlanForecast, width: number, paint: Paint): string[] {
  const { traffic, advice } = told;
  const heading = `with ${significant(traffic.perSecond)} requests a second`;
  const tables = isCompared(told) ? Object.keys(traffic.rates) : [];
  return [
    '',
    line(width, paint, { style: 'bold', text: heading }, { style: 'dim', text: `  ${traffic.origin}` }),
    ...tables.flatMap((name) => metricTable(name, told, width, paint)),
    '',
    ...renderFacts([...forecastFacts(told), ...advice], 0, width, paint),
  ];
}

function metricTable(name: string, told: PlanForecast, width: number, paint: Paint): string[] {
  return [
    '',
    line(
      width,
      paint,
      { style: 'bold', text: name },
      { style: 'dim', text: `  ${forecastFigures(name, told)}` },
    ),
    ...forecastTable(name, told, width, paint),
  ];
}
