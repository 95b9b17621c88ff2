/** The course of a release as a drawing of 0 to 100 in each direction: where its line goes and what is written on it. Pure. */
import { roughly, share } from '../../../cli/figures.ts';
import type { Stretch } from './course.ts';

/** A word on the drawing, in percent of its width from the left and of its height from the bottom. */
export interface Label {
  x: number;
  y: number;
  text: string;
}

/** The drawing. */
export interface CoursePlot {
  /** Of an SVG whose y goes down from 0 to 100. */
  line: string;
  area: string;
  /** The weights that have room for a word. */
  weights: Label[];
  /** Where a person is asked, or it goes back. */
  stops: (Label & { end: 'asks' | 'reverts' })[];
  /** Times along its bottom; their y is 0. */
  times: Label[];
}

/** Room that the word of a weight needs, in percent of the width and of the height. */
const ROOM = { x: 10, y: 11 };
const MOST_TIMES = 5;
const SECOND = 1;
const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;
/** Distances between times that people count in. */
const PACES = [
  ...[1, 5, 10, 30].map((each) => each * SECOND),
  ...[1, 2, 5, 10, 20, 30].map((each) => each * MINUTE),
  ...[1, 2, 3, 6, 12].map((each) => each * HOUR),
  ...[1, 2, 5, 10, 20, 50, 100].map((each) => each * DAY),
];

/** Draws a course; undefined where it has no length. */
export function coursePlot(course: readonly Stretch[]): CoursePlot | undefined {
  const seconds = course.at(-1)?.to ?? 0;
  if (!(seconds > 0)) return undefined;
  const x = (at: number): number => round((100 * at) / seconds);
  const y = (part: number): number => round(100 * part);
  const corners = course.map((each) => `V${100 - y(each.share)}H${x(each.to)}`).join('');
  const weights = course.flatMap((each, i): Label[] => {
    // The rise at its end would go through the word.
    const narrow = x(each.to) - x(each.from) < ROOM.x;
    const low = y(each.share) - y(course[i - 1]?.share ?? 0) < ROOM.y;
    if (narrow && (i < course.length - 1 || low)) return [];
    return [{ x: x(each.from), y: y(each.share), text: share(each.share) }];
  });
  return {
    line: `M0 100${corners}`,
    area: `M0 100${corners}V100Z`,
    weights,
    stops: course.flatMap(({ end, share: part, to }) =>
      end === 'goes on' ? [] : [{ x: x(to), y: y(part), end, text: end }],
    ),
    times: timesUpTo(seconds).map((at) => ({ x: x(at), y: 0, text: at === 0 ? '0' : roughly(at) })),
  };
}

function timesUpTo(seconds: number): number[] {
  const pace = PACES.find((each) => seconds / each <= MOST_TIMES) ?? seconds;
  return Array.from({ length: Math.floor(seconds / pace) + 1 }, (_, i) => i * pace);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
