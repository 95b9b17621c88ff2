/** What stands side by side of two releases. */
import type { STEP_MARKS } from '../../parts/step-marks.ts';
import type { Tone } from '../../parts/tone.ts';

/** One fact of one release. */
export interface Cell {
  text: string;
  /** Given where it is a state, which has a mark. */
  tone?: Tone;
  /** How a step stands, which has a mark. */
  step?: keyof typeof STEP_MARKS;
  mono?: boolean;
  /** What belongs to it, said quietly. */
  note?: string;
  /** It is a moment, milliseconds since the epoch. */
  at?: number;
  /** A bar below it, 0 to 1. */
  bar?: { part: number; tone: Tone };
}

/** The same fact of both; undefined where one has none. */
export interface Row {
  what: string;
  /** It is a place in the plan, as its JSON has it. */
  mono?: boolean;
  sides: readonly [Cell | undefined, Cell | undefined];
}

/** Rows under a heading of their own. */
export interface Group {
  name: string;
  rows: Row[];
}

/** Whether both sides say the same, so that nobody has to look at it. */
export function isSame({ sides: [a, b] }: Row): boolean {
  return a?.text === b?.text && a?.note === b?.note && a?.step === b?.step;
}
