/** What was measured several times, as cells of a table. */
export interface Times {
  times: number;
  p50: string;
  p99: string;
  longest: string;
  /** The same as `p99`, in milliseconds. */
  late: number;
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
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
  const cell = (share: number): string => {
    const value = at(share);
    return Number.isNaN(value) ? '' : `${value.toFixed(value < 10 ? 1 : 0)} ms`;
  };
  return { times: sorted.length, p50: cell(0.5), p99: cell(0.99), longest: cell(1), late: at(0.99) };
}
