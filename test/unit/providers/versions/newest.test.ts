import { expect, test } from 'vitest';
import { newestOf } from '../../../../providers/versions/newest.ts';

test.each([
  [['v1.9.0', 'v1.10.0', 'v1.2.0'], 'v*', 'v1.10.0'],
  [['v1.0.0', 'v2.0.0-rc.1'], 'v*', 'v1.0.0'],
  [['v1.0.0', 'v2.0.0-rc.1', 'v2.0.0-rc.2'], 'v*-rc.*', 'v2.0.0-rc.2'],
  [['v2.0.0-rc.1'], 'v*', undefined],
  [['latest', 'main', 'v1.0.0'], '*', 'v1.0.0'],
  [['build-9', 'build-10'], 'build-*', 'build-10'],
  [['2026-11-09', '2026-11-26'], '2026-*', '2026-11-26'],
  [['v1.0.0'], 'w*', undefined],
  [['v1x0'], 'v1.0', undefined],
])('of %j like %s the newest is %s', (tags, pattern, newest) => {
  expect(newestOf(tags, pattern)).toBe(newest);
});
