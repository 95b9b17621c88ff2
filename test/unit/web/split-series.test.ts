import { expect, test } from 'vitest';
import {
  joined,
  momentOf,
  MOST_MOMENTS,
  pastMoments,
  withGap,
  withMoment,
  type Moment,
} from '../../../web/pages/release/split-series.ts';
import { MOST_EVENTS, notKept, whoDid, withEvent } from '../../../web/pages/release/who-did.ts';
import type { ReleaseEvent } from '../../../api/wire/event.ts';
import { NOW, release } from './releases.ts';

const moment = (at: number): Moment => ({ at, asked: 5, readBack: 5, observed: null });

test('the past is what was asked, and what each block saw under it', () => {
  const counts = (candidate: number, stable: number) => ({
    errors: { candidate: { total: candidate, bad: [0] }, stable: { total: stable, bad: [0] } },
  });
  const blocks = [
    { start: 10_000, seconds: 5, stage: '1', counts: counts(5, 95) },
    { start: 15_000, seconds: 5, stage: '1', counts: counts(0, 0) },
    { start: 30_000, seconds: 5, stage: '2', counts: counts(50, 50) },
  ];
  const weights = [
    { asked: 500, effectiveAt: 9000 },
    { asked: 5000, effectiveAt: 29_000 },
  ];
  expect(pastMoments({ blocks, weights })).toEqual([
    { at: 9, asked: 5, readBack: null, observed: undefined },
    { at: 15, asked: 5, readBack: null, observed: 5 },
    { at: 29, asked: 50, readBack: null, observed: undefined },
    { at: 35, asked: 50, readBack: null, observed: 50 },
  ]);
});

test('the present is as the watch says it, and else as the release does', () => {
  const live = { at: NOW, sentence: '', evidence: [], readBack: 1000, observed: 510 };
  expect(momentOf(release({ live }), NOW)).toEqual({ at: NOW / 1000, asked: 5, readBack: 10, observed: 5.1 });
  const { readBack: _, ...unread } = live;
  expect(momentOf(release({ live: unread }), NOW).readBack).toBeNull();
  const traffic = { asked: 500, proven: false, at: NOW };
  expect(momentOf(release({ traffic }), NOW)).toMatchObject({ readBack: null, observed: null });
});

test('a page that stands open for a day keeps no more than it can draw, and what is newest whole', () => {
  let moments: Moment[] = [];
  for (let at = 0; at < 86_400; at += 1) moments = withMoment(moments, moment(at));
  expect(moments.length).toBeLessThanOrEqual(MOST_MOMENTS);
  expect(moments.slice(-100).map(({ at }) => at)).toEqual(Array.from({ length: 100 }, (_, i) => 86_300 + i));
  expect(moments[0]?.at).toBe(0);
});

test('what nobody saw ends the lines, until the release tells of it', () => {
  const seen = [moment(100), moment(101), ...withGap([moment(102)]), moment(200), moment(201)];
  expect(seen.map(({ asked }) => asked)).toEqual([5, 5, 5, null, 5, 5]);
  const past = [moment(90), moment(100.5), { ...moment(150), asked: 25 }, moment(200.5), moment(210)];
  const all = joined(past, seen);
  expect(all.map(({ at }) => at)).toEqual([90, 100, 101, 102, 150, 200, 201, 210]);
  expect(all.find(({ at }) => at === 150)?.asked).toBe(25);
  // What was read before is read again with the next gap.
  expect(joined(past, all)).toEqual(all);
});

test('past and present join where the present begins', () => {
  expect(joined([moment(1), moment(2), moment(3)], [moment(2.5), moment(3.5)]).map(({ at }) => at)).toEqual([
    1, 2, 2.5, 3.5,
  ]);
  const long = Array.from({ length: 50_000 }, (_, i) => moment(i));
  expect(joined(long, []).length).toBeLessThanOrEqual(MOST_MOMENTS);
});

test('events are kept once each, the newest of them, and say who acted', () => {
  let events: readonly ReleaseEvent[] = [];
  for (let number = 1; number <= MOST_EVENTS + 50; number += 1) {
    const actor = number % 2 === 0 ? { actor: 'ann' } : {};
    events = withEvent(events, { number, at: number, kind: 'paused', message: '', ...actor });
  }
  expect(withEvent(events, { number: 3, at: 1, kind: 'paused', message: '' })).toBe(events);
  expect([events.length, events.at(-1)?.number]).toEqual([MOST_EVENTS, MOST_EVENTS + 50]);
  expect([notKept(events), notKept(events.slice(-1)), notKept([])]).toEqual([50, MOST_EVENTS + 49, 0]);
  expect(whoDid(events, 2).map(({ number }) => number)).toEqual([MOST_EVENTS + 50, MOST_EVENTS + 48]);
});
