import { setTimeout as sleep } from 'node:timers/promises';

/** Asks again every 20 ms until the answer is truthy; throws after the deadline with what was waited for. */
export async function until<T>(
  what: string,
  ask: () => Promise<T> | T,
  deadline = 45_000,
): Promise<Exclude<T, undefined | null | false>> {
  const end = Date.now() + deadline;
  let last: unknown = 'the answer was no';
  while (Date.now() < end) {
    try {
      const answer = await ask();
      if (isYes(answer)) return answer;
    } catch (error) {
      last = error;
    }
    await sleep(20);
  }
  throw new Error(`Waited ${deadline} ms for ${what}; last: ${String(last)}`, { cause: last });
}

function isYes<T>(answer: T): answer is Exclude<T, undefined | null | false> {
  return answer !== undefined && answer !== null && answer !== false;
}
