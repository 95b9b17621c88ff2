/** Sliders over several powers of ten: one step is about a tenth more, wherever it stands. Pure. */
import { significant } from '../../../analysis/figures.ts';

/** The least and the largest value of a slider; both above 0. */
export interface Scale {
  from: number;
  to: number;
}

const STEPS_PER_TENFOLD = 24;

/** The position of the largest value; that of the least is 0. */
export function lastPosition({ from, to }: Scale): number {
  return Math.round(Math.log10(to / from) * STEPS_PER_TENFOLD);
}

/** The position nearest to a value: an end where it is beyond it. */
export function positionOf(value: number, scale: Scale): number {
  const position = Math.log10(Math.max(scale.from, value) / scale.from) * STEPS_PER_TENFOLD;
  return Math.min(lastPosition(scale), Math.round(position));
}

/** The value at a position, with two digits. */
export function valueAt(position: number, { from }: Scale): number {
  return significant(from * 10 ** (position / STEPS_PER_TENFOLD), 2);
}
