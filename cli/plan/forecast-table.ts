/** The table of one metric in a forecast: two lines for each weight and each ramp. */
import type { WeightForecast } from '../../analysis/forecast/forecast.ts';
import type { RampForecast } from '../../analysis/forecast/ramp.ts';
import { FAULTS } from '../../analysis/forecast/types.ts';
import { rough, roughly, share } from '../figures.ts';
import type { Paint } from '../paint.ts';
import { renderTable } from '../render-table.ts';
import { faultName } from './advice.ts';
import type { PlanForecast } from './forecast.ts';

const HEADINGS = ['WEIGHT', '', 'SAFE', ...FAULTS.map((fault) => faultName(fault).toUpperCase()), 'LATE'];

/** How long it takes at each weight, and the bad responses served by then. */
export function forecastTable(
  name: string,
  { weights, ramps, around }: PlanForecast,
  width: number,
  paint: Paint,
): string[] {
  // No fail is seen before its block has ended and can be read.
  const seen = around.block + around.lag;
  const rows = [
    ...weights.map((weight) => ({ step: weight.step, rows: weightRows(weight, name, seen) })),
    ...ramps.map((ramp) => ({ step: ramp.step, rows: rampRows(ramp, name, seen) })),
  ];
  const inOrder = rows.sort((a, b) => a.step - b.step).flatMap((each) => each.rows);
  return renderTable(HEADINGS, inOrder, width, paint);
}

function weightRows({ share: part, least, metrics }: WeightForecast, name: string, seen: number): string[][] {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) return [];
  const { safe, faults } = metric;
  const times = faults.map((fault) => (fault.kind === 'stops' ? roughly(fault.seconds) : NOT[fault.kind]));
  const costs = faults.map((fault) => (fault.kind === 'stops' ? rough(fault.excess) : ''));
  const proven = safe.seconds === undefined ? 'never' : roughly(safe.seconds);
  return [
    [share(part), 'after', proven, ...times, roughly(seen)],
    ['', 'bad', '', ...costs, rough(least.bad)],
  ];
}

/** The ramp as a whole: a fault is there from its first weight on. */
function rampRows({ good, metrics, late }: RampForecast, name: string, seen: number): string[][] {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) return [];
  const times = metric.faults.map((fault) =>
    fault.kind === 'stopped' ? roughly(fault.seconds) : NOT[fault.kind],
  );
  const costs = metric.faults.map((fault) => (fault.kind === 'impossible' ? '' : rough(fault.excess)));
  return [
    ['ramp', 'after', good.end === 'done' ? roughly(good.seconds) : 'never', ...times, roughly(seen)],
    ['', 'bad', '', ...costs, rough(late.at(-1)?.bad ?? 0)],
  ];
}

const NOT = { never: 'never', done: 'safe', undecided: 'asks', impossible: '–' };
