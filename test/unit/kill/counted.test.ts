import { expect, test } from 'vitest';
import { countKill, type Kill } from '../../kill/kill.ts';

const kill: Kill = {
  at: { kind: 'shift', point: 'middle' },
  activity: '4',
  type: 'write',
  killed: 10_000,
  back: 13_000,
  inTime: true,
};
const record = { id: '4', type: 'write', input: undefined, attempts: 2, startedAt: 16_000 };

test('a kill counts where history shows a further attempt after it', () => {
  expect(countKill(kill, [record])).toEqual({ because: 'write, attempt 2', recovery: 6 });
  const done = { ...record, result: { kind: 'already' } };
  expect(countKill(kill, [done]).because).toBe('write, attempt 2, found the write done');
});

test('a kill counts where its activity was not heard of any more', () => {
  const lost = { ...record, attempts: 1, startedAt: 9000, timedOutAt: 15_000 };
  expect(countKill(kill, [lost])).toEqual({ because: 'write, heartbeat timeout', recovery: 5 });
});

test.each([
  ['its activity had ended before', kill, [{ ...record, attempts: 1, startedAt: 9000 }]],
  ['the further attempt was due to something earlier', kill, [{ ...record, startedAt: 9000 }]],
  ['another activity was repeated', kill, [{ ...record, id: '5' }]],
  ['the daemon died later than was meant', { ...kill, inTime: false }, [record]],
])('it does not count where %s', (_, tried, records) => {
  expect(countKill(tried, records)).toEqual({});
});
