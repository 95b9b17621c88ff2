/** What was measured several times, as cells of a table. */
export interface Times {
  times: number;
  p50: string;
  p99: string;
  longest: string;
}

/** Does it so often, one after the other, and says how long each took. */
export async function timed(times: number, act: (nth: number) => Promise<unknown>): Promise<Times> {
  const taken: number[] = [];
  for (let nth = 0; nth < times; nth += 1) {
    const began = performance.now();
    await act(nth);
    taken.push(performance.now() - began);
  }
  return asTimes(taken);
}

/** Milliseconds as cells. */
export function asTimes(milliseconds: readonly number[]): Times {
  const sorted = milliseconds.toSorted((a, b) => a - b);
  const at = (share: number): string => {
    const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
    return value === undefined ? '' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  };
  return { times: sorted.length, p50: at(0.5), p99: at(0.99), longest: at(1) };
}
