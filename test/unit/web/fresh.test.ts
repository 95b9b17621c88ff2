import { expect, test } from 'vitest';
import { freshInWords } from '../../../web/parts/fresh.ts';
import { withAnswer, withNews, type Heard } from '../../../web/pages/release/heard.ts';
import { NOW, release } from './releases.ts';

const NOTHING: Heard = {
  events: [],
  moments: [],
  gaps: 0,
  fresh: { heardAt: undefined, trouble: undefined },
};
const HOUR = 3_600_000;

test('what comes in is live, and what does not says why, what becomes of it, and its age', () => {
  const heardAt = NOW - 30_000;
  expect(freshInWords({ heardAt: undefined, trouble: undefined }, NOW)).toEqual({ state: 'connecting' });
  expect(freshInWords({ heardAt: NOW - 5000, trouble: undefined }, NOW)).toEqual({ state: 'live' });
  expect(freshInWords({ heardAt: NOW, trouble: undefined }, NOW + HOUR)).toEqual({
    state: 'not live',
    why: 'nothing comes in; trying again.',
    age: 'These figures are 1h old.',
  });
  expect(freshInWords({ heardAt, trouble: 'Temporal did not answer' }, NOW)).toEqual({
    state: 'not live',
    why: 'Temporal did not answer; trying again.',
    age: 'These figures are 30s old.',
  });
  const refused = { heardAt: undefined, trouble: 'no such release', ended: true };
  expect(freshInWords(refused, NOW)).toEqual({
    state: 'not live',
    why: 'no such release; load the page again.',
  });
});

test('where news are rare, that of two may be missed before it is no more live', () => {
  const rare = { heardAt: NOW, every: 12_000, trouble: undefined };
  expect(freshInWords(rare, NOW + 24_000).state).toBe('live');
  expect(freshInWords(rare, NOW + 24_001).state).toBe('not live');
  expect(freshInWords({ ...rare, every: 2000 }, NOW + 8000).state).toBe('live');
});

test('what is still so is as new as the look, and a moment of the plot', () => {
  const first = withNews(NOTHING, { view: release(), events: [] }, NOW);
  const later = withNews(first, { events: [] }, NOW + 2000);
  expect(later.view).toBe(first.view);
  expect(later.fresh).toMatchObject({ heardAt: NOW + 2000, trouble: undefined });
  expect(later.moments.map(({ at }) => at)).toEqual([NOW / 1000, NOW / 1000 + 2]);
  expect(later.gaps).toBe(0);
});

test('what happened while nothing was heard is to be read anew, and is not drawn until it is', () => {
  const first = withNews(NOTHING, { view: release(), events: [] }, NOW);
  const later = withNews(first, { view: release(), events: [] }, NOW + HOUR);
  expect(later.gaps).toBe(1);
  expect(later.moments.map(({ asked }) => asked)).toEqual([5, null, 5]);
  expect(withNews(later, { events: [] }, NOW + HOUR + 2000).gaps).toBe(1);
});

test('what was known before it came is as old as it was then, and no moment of now', () => {
  const { fresh, moments } = withNews(NOTHING, { view: release(), events: [], age: 600_000 }, NOW);
  expect([fresh.heardAt, moments]).toEqual([NOW - 600_000, []]);
});

test('what an act was answered is all there is of the release, but for what the watch had told', () => {
  const live = { at: NOW, sentence: '', evidence: [] };
  const paused = withNews(NOTHING, { view: release({ pausedBy: 'ann', live }), events: [] }, NOW);
  const { view } = withAnswer(paused, release({ token: '2.2' }));
  expect(view).toEqual({ ...release({ token: '2.2' }), live });
  expect(withAnswer(NOTHING, release()).view).toEqual(release());
});

test('what the stream was told before an act takes nothing of its answer away', () => {
  const heard = (before: Heard, more: Parameters<typeof release>[0]) =>
    withNews(before, { view: release(more), events: [] }, NOW);
  const running = heard(NOTHING, { events: 4 });
  const paused = withAnswer(running, release({ phase: 'paused', events: 5 }));
  const late = heard(paused, { events: 4 });
  expect(late.view).toMatchObject({ phase: 'paused', events: 5 });
  expect(late.fresh.heardAt).toBe(NOW);
  expect(heard(late, { events: 4 }).view?.events).toBe(5);
  const later = heard(late, { events: 6 });
  expect(later.view).toMatchObject({ phase: 'running', events: 6 });
  // Only an answer is ahead of the stream: what the stream takes back by itself is so.
  expect(heard(later, { events: 3 }).view?.events).toBe(3);
  expect(heard(paused, { events: 0, stale: true }).view).toMatchObject({ stale: true });
});

test('an answer that comes after newer news takes nothing of them away', () => {
  const { view } = withAnswer(
    withNews(NOTHING, { view: release({ events: 7 }), events: [] }, NOW),
    release({ events: 5 }),
  );
  expect(view?.events).toBe(7);
});

test('what no worker told is as old as the last heartbeat, and else of an age that nobody knows', () => {
  const live = { at: NOW - HOUR, sentence: '', evidence: [] };
  const heard = (more: object) =>
    withNews(NOTHING, { view: release({ stale: true, ...more }), events: [] }, NOW);
  expect(heard({ live }).fresh).toMatchObject({ heardAt: NOW - HOUR, trouble: 'no worker answers' });
  expect(heard({}).fresh).toMatchObject({ heardAt: undefined, trouble: 'no worker answers' });
  expect(heard({}).moments).toEqual([]);
  const again = withNews(heard({}), { events: [] }, NOW + 2000);
  expect(again.fresh.trouble).toBe('no worker answers');
});

test('it is over when all of it has come', () => {
  const view = release({ phase: 'finished', outcome: 'completed', events: 1 });
  const event = { number: 1, at: NOW, kind: 'ended', message: '' };
  expect(withNews(NOTHING, { view, events: [] }, NOW).fresh.over).toBe(false);
  expect(withNews(NOTHING, { view, events: [event] }, NOW).fresh.over).toBe(true);
});
