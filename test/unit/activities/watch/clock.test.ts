import { describe, expect, test } from 'vitest';
import { dueAt, stillOpen, untilNext } from '../../../../activities/watch/clock.ts';

const times = { mode: 'steady', blocksFrom: 1000, until: 300_000, block: 10_000, lag: 0 } as const;

describe('the block clock', () => {
  test.each<[string, Parameters<typeof dueAt>, Partial<ReturnType<typeof dueAt>>]>([
    ['opens no block before the weight is in effect', [times, null, 999], { open: false, close: false }],
    ['opens one from then on', [times, null, 1000], { open: true }],
    ['leaves it open for its length', [times, 1000, 10_999], { close: false, open: false }],
    ['closes it then', [times, 1000, 11_000], { close: true }],
    [
      'has no blocks while the weight changes',
      [{ ...times, mode: 'transition' }, null, 5000],
      { open: false },
    ],
    [
      'opens a block when its first moment can be read',
      [{ ...times, lag: 3000 }, null, 3999],
      { open: false },
    ],
    ['and from then on', [{ ...times, lag: 3000 }, null, 4000], { open: true }],
    ['closes a block when all of it can be read', [{ ...times, lag: 3000 }, 1000, 13_999], { close: false }],
    ['and from then on', [{ ...times, lag: 3000 }, 1000, 14_000], { close: true }],
    [
      'ends chunk and bake by the present all the same',
      [{ ...times, lag: 600_000, maxUntil: 60_000 }, null, 300_000],
      { chunk: true, deadline: true, open: false },
    ],
    ['ends the chunk', [times, 1000, 300_000], { chunk: true }],
    ['ends the bake', [{ ...times, maxUntil: 60_000 }, 1000, 60_000], { deadline: true }],
  ])('%s', (_what, [asked, openSince, now], due) => {
    expect(dueAt(asked, openSince, now)).toMatchObject(due);
  });

  test('waits for a check, or for what is due before it', () => {
    expect(untilNext(times, 1000, 1000)).toBe(5000);
    expect(untilNext(times, 1000, 10_700)).toBe(300);
    expect(untilNext(times, null, 400)).toBe(600);
    expect(untilNext({ ...times, block: 1000 }, 5000, 5000)).toBe(500);
    expect(untilNext({ ...times, block: 1000 }, 5000, 5900)).toBe(100);
    expect(untilNext({ ...times, until: 1100 }, 1000, 1000)).toBe(100);
    expect(untilNext({ ...times, lag: 3000 }, 1000, 13_900)).toBe(100);
    expect(untilNext({ ...times, lag: 3000 }, null, 3900)).toBe(100);
    // Also when the block is overdue: the next check comes in its own time.
    expect(untilNext({ ...times, block: 1000 }, 1000, 9000)).toBe(500);
  });

  test('drops a block that began before the present weight', () => {
    expect(stillOpen(999, times)).toBeNull();
    expect(stillOpen(1000, times)).toBe(1000);
    expect(stillOpen(1000, { ...times, mode: 'transition' })).toBeNull();
    expect(stillOpen(null, times)).toBeNull();
  });
});
