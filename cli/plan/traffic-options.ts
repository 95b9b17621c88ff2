/** `--rate` and `--errors`: the traffic that a release is to be forecast for, as a person gives it. */
import { InvalidArgumentError } from 'commander';
import type { MetricConfig } from '../../config/plan.ts';
import { didYouMean } from '../../config/suggest.ts';
import { parseShare, quote } from '../../config/units.ts';
import { exitCodes } from '../exit-codes.ts';
import { CommandFailure } from '../failure.ts';
import type { Traffic } from './traffic.ts';

/** A bad rate, 0 to 1, of one metric, or of every error metric without a name. */
export interface GivenRate {
  metric?: string;
  rate: number;
}

const MOST = 1e9;

/** Reads requests a second. */
export function rateOption(text: string): number {
  const value = Number(text);
  if (/^\d+(\.\d+)?$/.test(text) && value > 0 && value <= MOST) return value;
  throw new InvalidArgumentError(`expected requests a second of both sides together, such as 50 or 0.5`);
}

/** Reads `0.3%` or `NAME=0.3%`; repeated options come one by one. */
export function errorsOption(text: string, before: GivenRate[] = []): GivenRate[] {
  const at = text.indexOf('=');
  const metric = text.slice(0, Math.max(0, at));
  const reading = parseShare(text.slice(at + 1));
  if ('value' in reading && at !== 0)
    return [...before, { rate: reading.value, ...(at < 0 ? {} : { metric }) }];
  const { message, hint } =
    'refused' in reading ? reading.refused : { message: 'there is no name before =', hint: undefined };
  throw new InvalidArgumentError(
    `${message}; expected the share of bad requests such as 0.3%, or NAME=0.3% for one metric${hint === undefined ? '' : `; ${hint}`}`,
  );
}

/** The traffic that the options give for these metrics; undefined where none of them was given. */
export function givenTraffic(
  perSecond: number | undefined,
  given: readonly GivenRate[],
  metrics: readonly MetricConfig[],
): Traffic | undefined {
  if (perSecond === undefined && given.length === 0) return undefined;
  requireMetrics(metrics);
  if (perSecond === undefined)
    throw refused('--errors needs --rate, the requests a second of both sides together');
  if (given.length === 0) throw refused('--rate needs --errors, the share of bad requests, such as 0.3%');
  const rates: Traffic['rates'] = {};
  for (const { metric, rate } of given) {
    for (const name of metric === undefined ? errorMetrics(metrics) : [known(metric, metrics)]) {
      if (metric === undefined && rates[name] !== undefined) continue;
      rates[name] = [rate];
    }
  }
  return { perSecond, rates, origin: 'given' };
}

/** Throws where nothing is measured. */
export function requireMetrics(metrics: readonly MetricConfig[]): void {
  if (metrics.length === 0) throw refused('the plan has no metrics, so there is nothing to forecast');
}

function errorMetrics(metrics: readonly MetricConfig[]): string[] {
  const names = metrics.filter(({ bad }) => bad.kind === 'labels').map(({ name }) => name);
  if (names.length > 0) return names;
  const [first] = metrics;
  throw refused(
    `no metric of the plan counts errors; name the one that is meant, such as --errors ${first?.name ?? 'latency'}=1%`,
  );
}

function known(name: string, metrics: readonly MetricConfig[]): string {
  const names = metrics.map((metric) => metric.name);
  if (names.includes(name)) return name;
  const { hint } = didYouMean(name, names);
  throw refused(
    `the plan has no metric ${quote(name)}, but ${names.join(', ')}${hint === undefined ? '' : `; ${hint}`}`,
  );
}

function refused(message: string): CommandFailure {
  return new CommandFailure(exitCodes.usage, message);
}
