import { expect, test } from 'vitest';
import {
  pageActs,
  type PageAct,
  type PagedEvent,
  type PageMemory,
} from '../../../providers/notifiers/pages/pages.ts';

const hold = { status: { hold: {} } };
const free = { status: {} };

/** An event; one without a release is of the lane. */
type Told = Omit<Partial<PagedEvent>, 'release'> & { kind: string; release?: undefined };

/** What a service is told of these events, one after the other: `trigger 4` is for the alert that event 4 began. */
function play(...events: Told[]): string[] {
  let memory: PageMemory = { open: null, ended: false };
  const told: PageAct[] = [];
  for (const [index, event] of events.entries()) {
    const { release: _lane, ...given } = event;
    const whose = 'release' in event ? {} : { release: 'shop.test.2' };
    const base = { lane: 'shop.test', ...whose, number: index + 1, at: index, page: false };
    const notification: PagedEvent = { ...base, message: event.kind, ...given };
    const next = pageActs(notification, notification.page, memory);
    told.push(...next.acts);
    ({ memory } = next);
  }
  return told.map(({ act, key }) => `${act} ${key.replace('sluice/shop.test.2/', '')}`);
}

test('a hold pages, and its end resolves the page', () => {
  const held = { kind: 'held', page: true, ...hold };
  expect(
    play({ kind: 'started' }, held, { kind: 'observed', ...hold }, { kind: 'retried', ...free }),
  ).toEqual(['trigger 2', 'resolve 2']);
  expect(play(held, { kind: 'hold-ended' })).toEqual(['trigger 1', 'resolve 1']);
  expect(play(held, { kind: 'observed' }, { kind: 'finished' })).toEqual(['trigger 1', 'resolve 1']);
});

test('what pages while a page stands is part of it, and a hold after it is a page of its own', () => {
  const held = { kind: 'held', page: true, ...hold };
  expect(play({ kind: 'drift', page: true }, held, held, { kind: 'retried', ...free }, held)).toEqual([
    'trigger 1',
    'trigger 1',
    'trigger 1',
    'resolve 1',
    'trigger 5',
  ]);
});

test('who asks for more time is at work on it', () => {
  const held = { kind: 'held', page: true, ...hold };
  const extended = { kind: 'extended', ...hold };
  expect(play(held, extended, extended, { kind: 'promoted', ...free })).toEqual([
    'trigger 1',
    'acknowledge 1',
    'resolve 1',
  ]);
});

test('what no hold is about stands until the release has ended', () => {
  const error = { kind: 'error', page: true, ...free };
  expect(play(error, { kind: 'undo', ...free }, { kind: 'finished', ...free })).toEqual([
    'trigger 1',
    'resolve 1',
  ]);
});

test('a release that somebody let go of leaves its page open', () => {
  expect(play({ kind: 'left' }, { kind: 'finished', page: true }, { kind: 'error' })).toEqual(['trigger 2']);
});

test('a drift between releases is resolved when something else is told', () => {
  const drift = { kind: 'drift', release: undefined };
  expect(
    play(
      { ...drift, message: 'changed', page: true },
      { ...drift, message: 'changed' },
      { ...drift, message: 'as it was written again' },
    ),
  ).toEqual(['trigger sluice/shop.test/1', 'resolve sluice/shop.test/1']);
});

test('a test pages and takes it back', () => {
  expect(play({ kind: 'test' })).toEqual(['trigger sluice/shop.test/test', 'resolve sluice/shop.test/test']);
});
