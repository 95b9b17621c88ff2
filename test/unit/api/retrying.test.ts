import { Client, Connection } from '@temporalio/client';
import { expect, test } from 'vitest';
import { readRetrying } from '../../../api/releases/retrying.ts';

const client = new Client({ connection: Connection.lazy({ address: '127.0.0.1:1' }) });
const lastFailure = { message: 'Traefik does not answer' };

test('an activity that waits for its next attempt is told with the reason of its last failure', async () => {
  const waits = { attempt: 4, lastFailure, nextAttemptScheduleTime: {} };
  const told = await readRetrying(client, [{ attempt: 1 }, waits]);
  expect(told).toEqual({ failed: 3, message: 'Traefik does not answer' });
});

test('an attempt that runs is not told as failing', async () => {
  const runs = { attempt: 2, lastFailure, nextAttemptScheduleTime: null };
  expect(await readRetrying(client, [runs])).toBeUndefined();
  expect(await readRetrying(client, [])).toBeUndefined();
});
