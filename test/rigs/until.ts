import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Asks again until the answer is truthy: every 20 ms at first, then less often, up to `slowest`, since asking costs a
 * busy machine and is never late by more than a twentieth. Throws after the deadline with what was waited for.
 */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  deadline = 45_000,
  slowest = 100,
): Promise<Exclude<T, undefined | null | false>> {
  const began = Date.now();
  const end = began + deadline;
  let last: unknown = 'the answer was no';
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (isYes(answer)) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(Math.min(slowest, Math.max(20, (Date.now() - began) / 20)));
  }
  throw new Error(`Waited ${deadline} ms for ${what}; last: ${String(last)}`, { cause: last });
}

function isYes<T>(answer: T): answer is Exclude<T, undefined | null | false> {
  return answer !== undefined && answer !== null && answer !== false;
}
