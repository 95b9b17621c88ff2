/** What a plan is looked at for: traffic, bad requests and a budget, as the address says them. Pure. */
import type { Traffic } from '../../../cli/plan/traffic.ts';
import type { MetricConfig, Plan } from '../../../config/plan.ts';
import { formatShare } from '../../../config/units.ts';
import type { Scale } from './scale.ts';

/** What is assumed of the live version, and what a release may cost. */
export interface Assumptions {
  /** Requests a second of both sides together. */
  perSecond: number;
  /** By metric, the share of bad requests, in percent. */
  bad: Record<string, number>;
  /** Bad responses in excess. */
  budget: number;
}

/** Something that is assumed: its key in the address, its words, and what it may be. */
export interface Knob {
  key: string;
  label: string;
  unit: string;
  value: number;
  /** Where nothing is said. */
  usual: number;
  scale: Scale;
  /** The largest and the least that can be written. */
  least: number;
  most: number;
}

const LARGEST = 1e9;
/** Traffic below it is none. */
const SMALLEST = 1e-6;
const USUAL = { perSecond: 50, errors: 0.3, slow: 1, budget: 500 };

/** Everything that is assumed, in the order in which it is shown. What an address does not say, or says wrongly, is as usual. */
export function knobsOf({ metrics, steps }: Pick<Plan, 'metrics' | 'steps'>, query: URLSearchParams): Knob[] {
  const knobs: Omit<Knob, 'value'>[] = [
    {
      key: 'rate',
      label: 'Traffic',
      unit: 'requests a second',
      usual: USUAL.perSecond,
      scale: { from: 0.1, to: 10_000 },
      least: SMALLEST,
      most: LARGEST,
    },
    ...metrics.map(({ name, bad }) => ({
      key: badKey(name),
      label: name,
      unit: bad.kind === 'labels' ? '% bad' : '% slow',
      usual: bad.kind === 'labels' ? USUAL.errors : USUAL.slow,
      scale: { from: 0.001, to: 100 },
      least: 0,
      most: 100,
    })),
    {
      key: 'budget',
      label: 'Budget',
      unit: 'bad responses',
      usual: writtenBudget({ steps }) ?? USUAL.budget,
      scale: { from: 1, to: 100_000 },
      least: 1,
      most: LARGEST,
    },
  ];
  return knobs.map((knob) => ({ ...knob, value: readNumber(query.get(knob.key) ?? '', knob) ?? knob.usual }));
}

/** A number as somebody wrote it; undefined where it is none, or none that the knob can have. */
export function readNumber(text: string, { least, most }: Pick<Knob, 'least' | 'most'>): number | undefined {
  const value = Number(text);
  return /^\d+(\.\d+)?$/.test(text) && value >= least && value <= most ? value : undefined;
}

/** What the knobs say together. */
export function assumptionsOf(
  metrics: readonly Pick<MetricConfig, 'name'>[],
  knobs: readonly Knob[],
): Assumptions {
  const of = (key: string): number => knobs.find((knob) => knob.key === key)?.value ?? 0;
  return {
    perSecond: of('rate'),
    bad: Object.fromEntries(metrics.map(({ name }) => [name, of(badKey(name))])),
    budget: of('budget'),
  };
}

/** The same as a forecast takes it. */
export function trafficOf({ perSecond, bad }: Assumptions): Traffic {
  const rates = Object.entries(bad).map(([name, percent]): [string, number[]] => [name, [asShare(percent)]]);
  return { perSecond, rates: Object.fromEntries(rates), origin: 'given' };
}

/** The plan with this budget in each of its ramps. */
export function withBudget(plan: Plan, budget: number): Plan {
  const steps = plan.steps.map((step) => (step.kind === 'ramp' ? { ...step, budget } : step));
  return { ...plan, steps };
}

/** The budget that the plan's first ramp was written with; undefined where it has no ramp. */
export function writtenBudget({ steps }: Pick<Plan, 'steps'>): number | undefined {
  return steps.find((step) => step.kind === 'ramp')?.budget;
}

/** The command that tells the same; a budget is written into the service file. */
export function commandOf(
  { service, environment }: Pick<Plan, 'service' | 'environment'>,
  assumed: Assumptions,
): string {
  const bad = Object.entries(assumed.bad).map(
    ([name, percent]) => `--errors ${name}=${formatShare(asShare(percent))}`,
  );
  return [`sluice plan ${service}@${environment} --rate ${assumed.perSecond}`, ...bad].join(' ');
}

function badKey(metric: string): string {
  return `bad.${metric}`;
}

/** As shares are read elsewhere: to a millionth of a percent. */
function asShare(percent: number): number {
  return Math.round(percent * 1e6) / 1e8;
}
