/** Figures as sentences for people hold them. */

/** A number rounded to so many significant digits. */
export function significant(value: number, digits = 3): number {
  return Number(value.toPrecision(digits));
}

/** A whole number with commas between thousands. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** Seconds in the unit that people would choose. */
export function duration(seconds: number): string {
  if (seconds < 90) return `${count(Math.ceil(seconds))} s`;
  if (seconds < 5400) return `${count(seconds / 60)} minutes`;
  return `${String(significant(seconds / 3600, 2))} hours`;
}

/** A share, 0 to 1, in percent with three digits. */
export function share(part: number, whole: number): string {
  return `${String(significant((100 * part) / whole))} %`;
}
