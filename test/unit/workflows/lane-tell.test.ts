import { expect, test } from 'vitest';
import type { RouterEvent } from '../../../workflows/router-status.ts';
import { lengthOfLook, nextEvent } from '../../../workflows/lane-tell.ts';

const MINUTE = 60_000;
const drift = 'somebody else changed the router';
const right = 'the router is as it was written again';

test('a change that comes back soon after it was paged is owed a page, which is made up for', () => {
  let known: { events: RouterEvent[]; message: string } = { events: [], message: '' };
  const find = (message: string, page: boolean, minute: number): RouterEvent | undefined => {
    const event = nextEvent(known, message, page, minute * MINUTE)?.event;
    if (event !== undefined) known = { events: [event, ...known.events], message };
    return event;
  };
  expect(find(drift, true, 0)).toMatchObject({ page: true });
  expect(find(drift, true, 1), 'it stands').toBeUndefined();
  expect(find(right, false, 3)).toMatchObject({ page: false });
  expect(find(drift, true, 5)).toMatchObject({ page: false, owed: true });
  expect(lengthOfLook(known, 60 * MINUTE)).toBe(10 * MINUTE);
  expect(find(drift, true, 9), 'too soon').toBeUndefined();
  expect(find(drift, true, 10)).toMatchObject({ page: true });
  expect(lengthOfLook(known, 60 * MINUTE)).toBe(60 * MINUTE);
  expect(find(drift, true, 30), 'paged once').toBeUndefined();
});

test('what does not page is told once while it stands', () => {
  const known = { events: [{ at: 0, message: right, page: false }], message: right };
  expect(nextEvent(known, right, false, 20 * MINUTE)).toBeUndefined();
  expect(nextEvent(known, 'the router cannot be read', false, 1)?.event.page).toBe(false);
});
