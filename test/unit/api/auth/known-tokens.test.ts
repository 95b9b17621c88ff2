import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { tokenFinder } from '../../../../api/auth/known-tokens.ts';
import { fakeClient } from '../fake-client.ts';
import { failed } from '../fake-schedules.ts';

const token = { id: 't1', name: 'ci', hash: 'x', grants: [], groups: [], expiresAt: null, revokedAt: null };
const MINUTE = 60_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
afterEach(() => void vi.useRealTimers());

test('while Temporal does not answer, what was read last counts for 10 minutes', async () => {
  let isAway = false;
  const find = tokenFinder(
    fakeClient({
      memo: async () => {
        if (isAway) throw failed(14, 'no connection');
        return { tokens: [token] };
      },
    }),
  );
  expect(await find('x')).toEqual(token);
  isAway = true;
  vi.advanceTimersByTime(9 * MINUTE);
  expect(await find('x')).toEqual(token);
  vi.advanceTimersByTime(MINUTE);
  await expect(find('x')).rejects.toMatchObject({ code: 'registry_unavailable' });
});
