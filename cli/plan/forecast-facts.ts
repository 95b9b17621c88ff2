/** What the figures of a forecast mean, in sentences: on a terminal as in a browser. */
import { formatDuration } from '../../config/units.ts';
import { roughly, share } from '../figures.ts';
import { faultName } from './advice.ts';
import type { Fact } from './facts.ts';
import type { PlanForecast } from './forecast.ts';

/** What its columns mean, and what holds for all of it. */
export function forecastFacts(told: PlanForecast): Fact[] {
  const { durations, ramps, around } = told;
  const kept = durations.kept === 0 ? '' : `, then ${formatDuration(durations.kept)} of keep`;
  const bakes =
    durations.expected === 0
      ? ''
      : `; expected ${roughly(durations.expected / 1000)} for the bakes and ramps of a good version, beside what the other steps take`;
  const long = `at most ${formatDuration(durations.longest)} to the end of the cutover${kept}, without holds${bakes}`;
  if (!isCompared(told))
    return [
      { name: 'weights', text: NONE },
      { name: 'duration', text: long },
    ];
  const undo = roughly(around.undo);
  const read = around.lag === 0 ? '' : `, ${roughly(around.lag)} until it can be read`;
  return [
    {
      name: 'SAFE',
      text: 'until a version as bad as the stable side is proven safe at this weight; about half of them take longer, 1 in 10 twice as long',
    },
    {
      name: 'X2',
      text: `until a version with twice the bad requests is stopped, counted from the weight that shows it first, and the bad responses until its traffic is taken back (${undo}, assumed), beyond those that the stable side would have given too`,
    },
    {
      name: 'LATE',
      text: `what a version that fails everything from this weight on costs at least: a block of ${roughly(around.block)}${read}, and the undo`,
    },
    ...(ramps.length === 0 ? [] : [{ name: 'ramp', text: RAMP }]),
    { name: 'duration', text: long },
    ...belowFloor(told),
    {
      name: 'bound',
      text: 'it rests on bad requests in different blocks falling on a side independently: behind a sticky router one client that fails for long breaks it',
    },
  ];
}

/** Something is compared between the first weight and the cutover. */
export function isCompared({ weights, ramps }: PlanForecast): boolean {
  return weights.length + ramps.length > 0;
}

const RAMP =
  'its figures are those of the whole ramp, for a version that is so from its first weight on: "safe" where it is taken for safe, being less than safeMargin times as bad, "asks" where its time ends before an answer; LATE is that of its last weight';
const NONE = 'none between 0 and 100 %: nothing is compared before the cutover';

/** Faults that no weight ever stops because their bad rate stays below the floor. */
function belowFloor({ weights, traffic }: PlanForecast): Fact[] {
  const [first] = weights;
  return (first?.metrics ?? []).flatMap(({ name, faults }) => {
    const below = faults.filter((fault) => fault.kind === 'never' && fault.because === 'floor');
    if (below.length === 0) return [];
    const names = below.map(({ fault }) => faultName(fault)).join(' and ');
    return [
      {
        name,
        text: `${names} of ${(traffic.rates[name] ?? []).map(share).join(', ')} is not above the metric's floor, so it is not stopped`,
      },
    ];
  });
}
