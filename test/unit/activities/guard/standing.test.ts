import { expect, test } from 'vitest';
import { standingOf, untilItCounts } from '../../../../activities/guard/standing.ts';
import type { RouterFinding } from '../../../../activities/types.ts';

const known: RouterFinding = { kind: 'as-written', message: '', ready: true };
const drift: RouterFinding = { kind: 'drift', message: 'the split is 50/50', ready: true };
const down: RouterFinding = { kind: 'unreadable', message: 'connection refused', ready: true };
const patience = { 'as-written': 1, drift: 10, unloaded: 10, targets: 10, unreadable: 60 };

test('what the lane knows does not stand', () => {
  expect(standingOf(known, null, known, 5)).toBeNull();
  expect(standingOf(known, { finding: drift, since: 1 }, known, 5)).toBeNull();
});

test('a finding counts when it has stood for the patience of its kind', () => {
  const standing = standingOf(known, null, drift, 100);
  const later = standingOf(known, standing, drift, 110);
  expect(standing && untilItCounts(standing, patience, 100)).toBe(10);
  expect(later && untilItCounts(later, patience, 110)).toBe(0);
});

test('instances that moved count after a tenth of what others take', () => {
  const others: RouterFinding = { kind: 'targets', message: 'fewer', ready: true, moved: false };
  const standing = { finding: others, since: 100 };
  expect(untilItCounts(standing, patience, 101)).toBe(9);
  expect(untilItCounts({ ...standing, finding: { ...others, moved: true } }, patience, 101)).toBe(0);
});

test('another finding begins anew, also where only the instances are ready by now', () => {
  const before = { finding: drift, since: 1 };
  expect(standingOf(known, before, { ...drift, message: 'the split is 60/40' }, 9)?.since).toBe(9);
  expect(standingOf(known, before, { ...drift, ready: false }, 9)?.since).toBe(9);
});

test('a router that cannot be read is one finding, whatever it says', () => {
  const before = { finding: down, since: 1 };
  expect(standingOf(known, before, { ...down, message: 'timed out' }, 9)).toMatchObject({
    since: 1,
    finding: { message: 'timed out' },
  });
  expect(standingOf(down, null, { ...down, message: 'timed out' }, 9)).toBeNull();
});
