import { expect, test } from 'vitest';
import { versionRefusal } from '../../../worker/embedded/version.ts';

test.each([
  ['1.32.0', '1.32.0'],
  ['1.32.0', '1.32.4'],
  ['1.32.9', '1.32.10'],
])('what %s wrote is opened by %s', (wroteIt, present) => {
  expect(versionRefusal('/data/temporal.db', wroteIt, present)).toBeUndefined();
});

test.each([
  ['1.32.1', '1.32.0'],
  ['1.32.0', '1.33.0'],
  ['1.33.0', '1.32.5'],
  ['1.32.0', '2.32.0'],
])('what %s wrote is not opened by %s', (wroteIt, present) => {
  expect(versionRefusal('/data/temporal.db', wroteIt, present)).toContain(
    `written by Temporal server ${wroteIt}`,
  );
});

test('the refusal names file, versions and both ways out', () => {
  expect(versionRefusal('/data/temporal.db', '1.31.2', '1.32.0')).toBe(
    '/data/temporal.db was written by Temporal server 1.31.2, and the one at hand is 1.32.0, which may not be able to read it. ' +
      'Go on with the other one (name a CLI with server 1.31.x, x at least 2, in SLUICE_TEMPORAL), ' +
      'or begin anew without its releases: stop what runs, then move temporal.db, temporal.db-wal, temporal.db-shm and temporal.json out of /data.',
  );
});
