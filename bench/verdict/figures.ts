/** The middle of some numbers; undefined of none. */
export function median(numbers: readonly number[]): number | undefined {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

/** A part of a whole in percent, with two digits after the point. */
export function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}
