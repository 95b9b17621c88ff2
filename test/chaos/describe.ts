import type { ProxyFault } from './faults/fault.ts';
import type { Played } from './play.ts';
import type { Moment, Place, Schedule, Strike, Target } from './schedule.ts';

/** A strike in words. */
export function describeStrike(strike: Strike): string {
  const when = describeMoment(strike.at);
  const time = seconds(strike.lasting);
  if ('place' in strike)
    return `${when}: ${describeFault(strike.fault)} before ${describePlace(strike.place)} for ${time}`;
  const whom = describeTarget(strike.target);
  return strike.blow === 'kill'
    ? `${when}: kill ${whom}, back after ${time}`
    : `${when}: stop ${whom} for ${time}`;
}

/** A proxy's fault in words. */
export function describeFault({ share = 1, ...fault }: ProxyFault): string {
  const figures = Object.entries(fault).flatMap(([key, value]) =>
    key === 'kind' ? [] : [`${key} ${value}`],
  );
  return [faultName(fault.kind), ...figures, ...(share === 1 ? [] : [`${share * 100} %`])].join(' ');
}

/** The kind of a proxy's fault in a word. */
export function faultName(kind: string): string {
  return kind === 'busy' ? '429' : kind;
}

/** Everything that does not hold, a sentence each. */
export function describeBreaches({ hung, breaches }: Pick<Played, 'hung' | 'breaches'>): string[] {
  return [
    ...hung.map((sentence) => `has not ended: ${sentence}`),
    ...breaches.map(({ rule, lane, release = lane, what }) => `rule ${rule}, ${release}: ${what}`),
  ];
}

/** What became of a seed, for the terminal; where something does not hold, how it is played again comes last. */
export function describeOutcome(
  { seed, releases, setup }: Pick<Schedule, 'seed' | 'setup'> & { releases: number },
  wrong: readonly string[],
): string[] {
  if (wrong.length === 0) return [`seed ${seed}: held`];
  const on = setup === 'two of each on PostgreSQL' ? ' --postgres' : '';
  return [
    ...wrong.map((sentence) => `seed ${seed}: ${sentence}`),
    `  to play it again: npm run chaos -- --releases ${releases} --seed ${seed}${on}`,
  ];
}

/** The whole schedule, a line for each lane, release and strike. */
export function describeSchedule({ seed, setup, lanes, releases, strikes }: Schedule): string[] {
  const later = releases.filter(({ first }) => !first);
  return [
    `seed ${seed}: ${later.length} releases over ${lanes.length} lanes, ${strikes.length} strikes, ${setup}`,
    ...lanes.map(
      ({ service, kind, onBusy, asks, until }) =>
        `  lane ${service}: ${kind}, ${onBusy}, bakes until ${until}${asks ? ', asks for approval' : ''}`,
    ),
    ...later.map(({ number, lane, version, at, deeds, answers }) => {
      const done = deeds.map((deed) => `; ${deed.act} ${deed.manner} ${describeMoment(deed.at)}`).join('');
      return `  release ${number}: ${version} into ${lane} ${describeMoment(at)}${done}; holds: ${answers.join(', ')}`;
    }),
    ...strikes.map((strike) => `  ${describeStrike(strike)}`),
  ];
}

/** `worker`, or `worker 2` where there are several. */
export function partName({ part, number }: Extract<Target, { kind: 'part' }>): string {
  return number === undefined ? part : `${part} ${number + 1}`;
}

function describePlace(place: Place): string {
  return place.kind === 'operator' ? 'the API' : `${place.before} of ${place.lane}`;
}

function describeTarget(target: Target): string {
  if (target.kind === 'part') return partName(target);
  if (target.kind === 'traefik') return `Traefik of ${target.lane}`;
  return `an instance of ${target.lane} in ${target.slot}`;
}

function describeMoment({ release, point, after }: Moment): string {
  const since = release === undefined ? 'the begin' : `release ${release} came to ${point}`;
  return `${seconds(after)} after ${since}`;
}

function seconds(time: number): string {
  return `${(time / 1000).toFixed(1)} s`;
}
