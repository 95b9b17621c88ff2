/** What a forecast tells of one metric, a row for each weight and each ramp, in words: on a terminal as in a browser. */
import { significant } from '../../analysis/figures.ts';
import type { WeightForecast } from '../../analysis/forecast/forecast.ts';
import type { RampForecast } from '../../analysis/forecast/ramp.ts';
import { rough, roughly, share } from '../figures.ts';
import { faultName } from './advice.ts';
import type { PlanForecast } from './forecast.ts';

/** When a version with one fault is stopped, and what it has cost by then. */
export interface FaultCell {
  /** As the table heads it: `x2`, `all fail`. */
  fault: string;
  /** `22 min`, or why it is not stopped: `never`, `safe`, `asks`, `–`. */
  after: string;
  /** `240`; empty where it is not known, since it is never stopped. */
  bad: string;
  /** Bad responses in excess, not rounded; left out where `bad` is empty. */
  excess?: number;
}

/** A weight, or a ramp as a whole. */
export interface ForecastRow {
  /** Index of the step in the plan. */
  step: number;
  /** `5 %`, or `ramp`. */
  place: string;
  /** Until a good version is proven safe: `4.1 h`, or `never`. */
  safe: string;
  faults: FaultCell[];
  /** The least that a total failure costs which begins here. */
  late: FaultCell;
}

/** What a metric is forecast with: `0.3 % bad, burst divisor 8 (assumed)`. */
export function forecastFigures(name: string, { traffic, divisors }: PlanForecast): string {
  const rates = (traffic.rates[name] ?? []).map(share).join(', ');
  const { burstDivisor, by } = divisors[name] ?? { burstDivisor: 1, by: 'given' };
  return `${rates} bad, burst divisor ${significant(burstDivisor, 2)} (${by})`;
}

/** The rows of one metric in the order of their steps. */
export function forecastRows(name: string, { weights, ramps, around }: PlanForecast): ForecastRow[] {
  // No fail is seen before its block has ended and can be read.
  const seen = roughly(around.block + around.lag);
  const rows = [
    ...weights.flatMap((weight) => weightRow(weight, name, seen)),
    ...ramps.flatMap((ramp) => rampRow(ramp, name, seen)),
  ];
  return rows.toSorted((a, b) => a.step - b.step);
}

function weightRow(
  { step, share: part, least, metrics }: WeightForecast,
  name: string,
  seen: string,
): ForecastRow[] {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) return [];
  const { safe, faults } = metric;
  return [
    {
      step,
      place: share(part),
      safe: safe.seconds === undefined ? 'never' : roughly(safe.seconds),
      faults: faults.map((fault) =>
        fault.kind === 'stops'
          ? cell(faultName(fault.fault), roughly(fault.seconds), fault.excess)
          : cell(faultName(fault.fault), NOT[fault.kind]),
      ),
      late: cell('late', seen, least.bad),
    },
  ];
}

/** The ramp as a whole: a fault is there from its first weight on. */
function rampRow({ step, good, metrics, late }: RampForecast, name: string, seen: string): ForecastRow[] {
  const metric = metrics.find((each) => each.name === name);
  if (metric === undefined) return [];
  return [
    {
      step,
      place: 'ramp',
      safe: good.end === 'done' ? roughly(good.seconds) : 'never',
      faults: metric.faults.map((fault) => {
        const told = faultName(fault.fault);
        if (fault.kind === 'impossible') return cell(told, NOT.impossible);
        return cell(told, fault.kind === 'stopped' ? roughly(fault.seconds) : NOT[fault.kind], fault.excess);
      }),
      late: cell('late', seen, late.at(-1)?.bad ?? 0),
    },
  ];
}

function cell(fault: string, after: string, excess?: number): FaultCell {
  return excess === undefined ? { fault, after, bad: '' } : { fault, after, bad: rough(excess), excess };
}

const NOT = { never: 'never', done: 'safe', undecided: 'asks', impossible: '–' };
