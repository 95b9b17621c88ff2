import type { Moment, Schedule, Strike, Target } from './schedule.ts';

/** A strike in words. */
export function describeStrike({ at, target, blow, lasting }: Strike): string {
  const whom = {
    part: () => ('part' in target ? partName(target) : ''),
    traefik: () => ('lane' in target ? `Traefik of ${target.lane}` : ''),
    instance: () => ('slot' in target ? `an instance of ${target.lane} in ${target.slot}` : ''),
  }[target.kind]();
  const back = blow === 'kill' ? `back after ${seconds(lasting)}` : `for ${seconds(lasting)}`;
  return `${describeMoment(at)}: ${blow} ${whom}, ${back}`;
}

/** `worker`, or `worker 2` where there are several. */
export function partName({ part, number }: Extract<Target, { kind: 'part' }>): string {
  return number === undefined ? part : `${part} ${number + 1}`;
}

/** The whole schedule, a line for each lane, release and strike. */
export function describeSchedule({ seed, setup, lanes, releases, strikes }: Schedule): string[] {
  return [
    `seed ${seed}: ${releases.length} releases over ${lanes.length} lanes, ${strikes.length} strikes, ${setup}`,
    ...lanes.map(
      ({ service, kind, onBusy, asks, until }) =>
        `  lane ${service}: ${kind}, ${onBusy}, bakes until ${until}${asks ? ', asks for approval' : ''}`,
    ),
    ...releases.map(({ number, lane, version, at, deeds, answers }) => {
      const done = deeds.map((deed) => `; ${deed.act} ${deed.manner} ${describeMoment(deed.at)}`).join('');
      return `  release ${number}: ${version} into ${lane} ${describeMoment(at)}${done}; holds: ${answers.join(', ')}`;
    }),
    ...strikes.map((strike) => `  ${describeStrike(strike)}`),
  ];
}

function describeMoment({ release, point, after }: Moment): string {
  const since = release === undefined ? 'the begin' : `release ${release} came to ${point}`;
  return `${seconds(after)} after ${since}`;
}

function seconds(time: number): string {
  return `${(time / 1000).toFixed(1)} s`;
}
