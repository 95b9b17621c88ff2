import { expect, test } from 'vitest';
import { describeSchedule, partName } from '../../chaos/describe.ts';
import { drawSchedule } from '../../chaos/draw.ts';
import type { ReleaseSchedule, Schedule, Strike } from '../../chaos/schedule.ts';
import { allNames, namesOf } from './names-of.ts';

const seeds = Array.from({ length: 200 }, (_, i) => i + 1);

test('a seed derives one schedule, and another seed another one', () => {
  expect(drawSchedule(7, 10)).toEqual(drawSchedule(7, 10));
  expect(describeSchedule(drawSchedule(8, 10))).not.toEqual(describeSchedule(drawSchedule(7, 10)));
});

test('every lane is brought up first, and every release waits for one before it in its own lane', () => {
  for (const seed of seeds.slice(0, 50)) {
    const { lanes, releases } = drawSchedule(seed, 25);
    const first = releases.filter((each) => each.first);
    const later = releases.filter((each) => !each.first);
    expect(first.map(({ lane }) => lane)).toEqual(lanes.map(({ service }) => service));
    expect(later).toHaveLength(25);
    expect(later.filter((each) => !waitsInItsLane(each, releases))).toEqual([]);
    expect(new Set(releases.map(({ version, lane }) => `${version} ${lane}`)).size).toBe(releases.length);
  }
});

function waitsInItsLane({ at, lane, number }: ReleaseSchedule, all: readonly ReleaseSchedule[]): boolean {
  const before = all.find((each) => each.number === at.release);
  return before?.lane === lane && before.number < number;
}

test('all that may be struck is struck by some seed', () => {
  const struck = new Set(
    seeds.flatMap((seed) => drawSchedule(seed, 10).strikes.flatMap((strike) => namesOf(strike))),
  );
  expect([...struck].toSorted()).toEqual(allNames);
});

test('only what is there is struck', () => {
  const wrong = seeds.flatMap((seed) => {
    const schedule = drawSchedule(seed, 10);
    return schedule.strikes.filter((strike) => !isThere(strike, schedule));
  });
  expect(wrong).toEqual([]);
});

test('a set-up that is asked for is taken, and each of its processes is struck', () => {
  const on = 'two of each on PostgreSQL';
  const schedules = seeds.slice(0, 50).map((seed) => drawSchedule(seed, 10, on));
  expect(new Set(schedules.map(({ setup }) => setup))).toEqual(new Set([on]));
  const struck = schedules
    .flatMap(({ strikes }) => strikes)
    .flatMap((strike) =>
      'target' in strike && strike.target.kind === 'part'
        ? [`${strike.blow} ${partName(strike.target)}`]
        : [],
    );
  const parts = ['worker 1', 'worker 2', 'api 1', 'api 2', 'temporal', 'postgres'];
  const blows = parts.flatMap((part) => [`kill ${part}`, `stop ${part}`]);
  expect([...new Set(struck)].toSorted()).toEqual(blows.toSorted());
});

function isThere(strike: Strike, { lanes, setup }: Schedule): boolean {
  if ('place' in strike) {
    const { place } = strike;
    const lane = place.kind === 'lane' && lanes.find(({ service }) => service === place.lane);
    return (
      place.kind === 'operator' || place.before !== 'platform' || (lane && lane.kind === 'command') === true
    );
  }
  const { target } = strike;
  if (target.kind !== 'part' || target.part === 'temporal') return true;
  return (target.part === 'daemon') === (setup === 'one daemon');
}
