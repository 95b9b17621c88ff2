import { expect, test } from 'vitest';
import { readRetrying } from '../../../api/releases/retrying.ts';

const lastFailure = { message: 'Traefik does not answer' };

test('an activity that waits for its next attempt is told with the reason of its last failure', () => {
  const waits = { attempt: 4, lastFailure, nextAttemptScheduleTime: {} };
  expect(readRetrying([{ attempt: 1 }, waits])).toEqual({ failed: 3, message: 'Traefik does not answer' });
});

test('an attempt that runs is not told as failing', () => {
  expect(readRetrying([{ attempt: 2, lastFailure, nextAttemptScheduleTime: null }])).toBeUndefined();
  expect(readRetrying([])).toBeUndefined();
});
