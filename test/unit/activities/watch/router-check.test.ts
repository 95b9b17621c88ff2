import { describe, expect, test } from 'vitest';
import { compareRouter } from '../../../../activities/watch/router-check.ts';
import { judgeReading } from '../../../../activities/write/found.ts';
import type { Fence, Reading } from '../../../../providers/routers/router.ts';

const at = (act: number, release = 7): Fence => ({ lane: 'shop.test', release, act });
const before = { blue: 10_000, green: 0 };
const raised = { blue: 9500, green: 500 };

function reading(stamp: Fence): Reading {
  return {
    split: raised,
    targets: { blue: [], green: [] },
    stamp,
    digest: 'd',
    foreign: false,
    inEffect: true,
  };
}

describe('a split that was not asked for', () => {
  const asked = { expected: { split: before }, muted: [] };

  test('is a late write where the last act was not answered and its mark is there', () => {
    const found = compareRouter({ ...asked, unanswered: at(3) }, null, reading(at(3)));
    expect(found).toMatchObject({ late: true, drift: expect.stringContaining('green 5 %') });
  });

  test.each([
    ['every act was answered', {}, at(3)],
    ['the mark is of an earlier act', { unanswered: at(3) }, at(2)],
    ['the mark is of another release', { unanswered: at(3) }, at(3, 6)],
  ])('is somebody else’s where %s', (_, more, stamp) => {
    expect(compareRouter({ ...asked, ...more }, null, reading(stamp))).not.toHaveProperty('late');
  });
});

describe('a write that finds another split', () => {
  const request = { fence: at(4), split: before };

  test.each([
    ['an act after the last that was answered has written', { split: before, act: 2 }, at(3), false],
    ['none was answered yet', { split: before, act: 0 }, at(1), false],
    ['nothing is known of acts, as between releases', { split: before }, at(3), true],
    ['the mark is of the act that was answered', { split: before, act: 3 }, at(3), true],
    ['the mark is of the release before', { split: before, act: 0 }, at(9, 6), true],
  ])('takes it for somebody else’s, or not, where %s', (_, last, stamp, drifted) => {
    const found = judgeReading(reading(stamp), { ...request, last }, true);
    expect(found.kind === 'open' && found.drift !== undefined).toBe(drifted);
  });
});
