/** What a forecast finds wanting in a plan, in sentences with numbers, and what can be done about it. */
import { significant } from '../../analysis/figures.ts';
import type { WeightForecast } from '../../analysis/forecast/forecast.ts';
import type { BakeStep, Plan } from '../../config/plan.ts';
import { formatDuration } from '../../config/units.ts';
import { count, roughly, share } from '../figures.ts';
import type { Divisor } from './expectation.ts';
import type { Fact } from './facts.ts';

type ForecastBake = WeightForecast['bakes'][number];

/** Of good releases about 9 in 10 are proven within twice the time expected. */
const PATIENCE = 2;

/** A sentence or two for each bake that is not expected to answer what it asks. */
export function adviceOf(
  { steps }: Plan,
  weights: readonly WeightForecast[],
  divisors: Record<string, Divisor>,
): Fact[] {
  return weights.flatMap((weight) =>
    weight.bakes.flatMap((bake) => {
      const step = steps[bake.step];
      if (step?.kind !== 'bake') return [];
      if (bake.undecided !== undefined) {
        const by = divisors[bake.undecided.metric]?.by ?? 'assumed';
        return [undecided(bake, step, weight, by)];
      }
      return bake.until === 'elapsed' ? unseen(bake, step, weight) : [];
    }),
  );
}

function undecided(
  { step, undecided, remedies }: ForecastBake,
  bake: BakeStep,
  weight: WeightForecast,
  by: Divisor['by'],
): Fact {
  const { metric = '', seconds } = undecided ?? {};
  const safe = weight.metrics.find(({ name }) => name === metric)?.safe;
  const rate = `${String(significant(weight.perSecond, 2))} requests a second of the new version`;
  const requests = safe?.requests === undefined ? '' : `, ${count(significant(safe.requests))} requests`;
  const needs =
    seconds === undefined
      ? `no time is enough to prove ${metric} safe with ${rate}`
      : `to prove ${metric} safe takes about ${roughly(seconds)} with ${rate}${requests}`;
  const ways = [
    ...(remedies?.share === undefined ? [] : [`raise the weight to ${share(remedies.share)} or more`]),
    ...(seconds === undefined ? [] : [`give it max: ${formatDuration(patience(seconds))}`]),
    ...(remedies?.wider === undefined
      ? []
      : [
          `ask less with safeMargin: ${remedies.wider.safeMargin} (about ${roughly(remedies.wider.seconds)})`,
        ]),
    ...(remedies?.single === undefined || by === 'measured'
      ? []
      : [`${DIVISOR[by]} (about ${roughly(remedies.single)})`]),
    `bake for a time, which stops on harm and claims no safety`,
  ];
  const text = `${bakeName(bake, weight)}: ${needs}; ${ends(bake)}. It never passes for lack of patience. To have it decided, ${ways.join('; or ')}.`;
  return { name: `step ${step}`, text };
}

const DIVISOR = {
  given: 'give burstDivisor: 1 if bad requests come one by one',
  assumed: 'let the release measure that bad requests come one by one, a burst divisor of 1',
};

/** Faults that are stopped in the end, and not before this bake is over. */
function unseen({ step, seconds }: ForecastBake, bake: BakeStep, weight: WeightForecast): Fact[] {
  const late = weight.metrics.flatMap(({ name, faults }) => {
    const slow = faults.flatMap((each) =>
      each.kind === 'stops' && each.seconds > seconds
        ? [`${faultName(each.fault)} (about ${roughly(each.seconds)})`]
        : [],
    );
    return slow.length === 0 ? [] : [`${name} ${slow.join(', ')}`];
  });
  if (late.length === 0) return [];
  const text = `${bakeName(bake, weight)}: too short to stop, by itself, ${late.join('; ')}. The evidence goes on at the next weight.`;
  return [{ name: `step ${step}`, text }];
}

function bakeName({ until, max }: BakeStep, weight: WeightForecast): string {
  const time = formatDuration(max);
  return `${until === 'safe' ? `bake until safe for ${time} at most` : `bake for ${time}`} at ${share(weight.share)}`;
}

function ends({ onInconclusive }: BakeStep): string {
  const how = {
    hold: 'it ends not known and asks a person',
    revert: 'it ends not known and reverts',
    advance: 'it ends not known and goes on, recorded as "advanced by policy"',
  };
  return how[onInconclusive];
}

/** A fault as the table heads it. */
export function faultName(fault: number | 'all'): string {
  return fault === 'all' ? 'all fail' : `x${fault}`;
}

/** A time to give, in milliseconds, rounded up to what people would write. */
function patience(seconds: number): number {
  const minutes = (PATIENCE * seconds) / 60;
  const step = minutes <= 60 ? 5 : minutes <= 24 * 60 ? 30 : 12 * 60;
  return Math.ceil(minutes / step) * step * 60_000;
}
