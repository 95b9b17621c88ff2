import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { shareRuns } from '../../../config/share-runs.ts';

/** Runs that end when the test says so. */
function scripted() {
  const ends: ((failure?: Error) => void)[] = [];
  const ask = shareRuns(async (key) => {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    ends.push((failure) => (failure === undefined ? resolve() : reject(failure)));
    const number = ends.length;
    await promise;
    return `${key} ${number}`;
  });
  const turn = async (): Promise<void> => setImmediate();
  return { ask, ends, turn };
}

test('those who ask while one runs share the next one, which begins after it', async () => {
  const { ask, ends, turn } = scripted();
  const first = ask('a');
  await turn();
  const meanwhile = [ask('a'), ask('a'), ask('a')];
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  expect(await first).toBe('a 1');
  await turn();
  expect(ends).toHaveLength(2);
  const late = ask('a');
  ends[1]?.();
  expect(await Promise.all(meanwhile)).toEqual(['a 2', 'a 2', 'a 2']);
  await turn();
  ends[2]?.();
  expect(await late).toBe('a 3');
});

test('another key waits for nobody', async () => {
  const { ask, ends, turn } = scripted();
  const [one, other] = [ask('a'), ask('b')];
  await turn();
  ends[1]?.();
  expect(await other).toBe('b 2');
  ends[0]?.();
  expect(await one).toBe('a 1');
});

test('a run that fails does so for those who share it, and the next one runs', async () => {
  const { ask, ends, turn } = scripted();
  const failing = [ask('a'), ask('a')].map(async (each) => each.catch((error: unknown) => String(error)));
  await turn();
  const next = ask('a');
  ends[0]?.(new Error('no'));
  expect(await Promise.all(failing)).toEqual(['Error: no', 'Error: no']);
  await turn();
  ends[1]?.();
  expect(await next).toBe('a 2');
});
