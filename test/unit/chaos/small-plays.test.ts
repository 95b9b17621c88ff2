import { expect, test } from 'vitest';
import { drawSchedule } from '../../chaos/draw.ts';
import { smallPlays } from '../../chaos/small-plays.ts';
import { allNames, namesOf } from './names-of.ts';

const schedules = smallPlays.map(({ seed, releases }) => drawSchedule(seed, releases));
const lanes = schedules.flatMap((schedule) => schedule.lanes);

test('the seeds of npm test have every fault and every place of a proxy, and kill and stop every process', () => {
  const struck = new Set(schedules.flatMap(({ strikes }) => strikes.flatMap(namesOf)));
  expect([...struck].toSorted()).toEqual(allNames);
});

test('they have every kind of lane, and ask for approvals', () => {
  expect(new Set(lanes.map(({ kind }) => kind))).toEqual(new Set(['traefik', 'command', 'aws-alb']));
  expect(new Set(lanes.map(({ until }) => until))).toEqual(new Set(['safe', 'elapsed']));
  expect(lanes.some(({ asks }) => asks)).toBe(true);
});

test('in both ways of being busy a release meets another one in its lane', () => {
  const ways = schedules.flatMap((schedule) =>
    schedule.releases
      .filter(({ first, at }) => !first && at.point !== 'end')
      .map(({ lane }) => schedule.lanes.find(({ service }) => service === lane)?.onBusy),
  );
  expect(new Set(ways)).toEqual(new Set(['queue', 'supersede']));
});

test('people pause, resume, promote, extend and abort, and an old token and a double click are among it', () => {
  const deeds = schedules.flatMap(({ releases }) => releases.flatMap((release) => release.deeds));
  const taken = deeds.filter(({ manner }) => manner !== 'with a stale token');
  expect(new Set(taken.map(({ act }) => act))).toEqual(
    new Set(['pause', 'resume', 'promote', 'extend', 'abort']),
  );
  expect(new Set(deeds.map(({ manner }) => manner))).toEqual(
    new Set(['once', 'twice', 'with a stale token']),
  );
});
