import type { Dice } from './dice.ts';
import type { Deed, HoldAnswer, Moment, Point, ReleaseSchedule } from './schedule.ts';

/** What is meant to become of a release; what the monkey does may make something else of it. */
const courses = { good: 34, bad: 18, x5: 6, late: 6, aborted: 16, paused: 10, promoted: 10 };

const suffixes: Partial<Record<keyof typeof courses, string>> = { bad: '-bad', x5: '-x5', late: '-late' };

/** Where an abort meets a release. */
const aborted: Point[] = ['deploy', 'smoke', 'write 1', 'bake 1', 'write 2', 'bake 2', 'write 3', 'keep'];

/** Draws one release; `before` is the one before it in its lane. */
export function drawRelease(dice: Dice, number: number, before: ReleaseSchedule): ReleaseSchedule {
  const course = dice.weighted(courses);
  return {
    number,
    lane: before.lane,
    version: `v${number}${suffixes[course] ?? ''}`,
    first: false,
    at: submitted(dice, before),
    deeds: deedsOf(dice, course, number),
    answers: Array.from({ length: 3 }, () => dice.weighted<HoldAnswer>({ retry: 5, promote: 2, abort: 3 })),
    reaction: dice.whole(200, 2500),
  };
}

/** Most releases wait for the one before; the others meet it somewhere on its way. */
function submitted(dice: Dice, before: ReleaseSchedule): Moment {
  const point =
    !before.first && dice.chance(0.3)
      ? dice.pick<Point>(['deploy', 'write 1', 'bake 1', 'write 2', 'write 3', 'keep', 'undo'])
      : 'end';
  return { release: before.number, point, after: dice.whole(0, 800) };
}

function deedsOf(dice: Dice, course: keyof typeof courses, release: number): Deed[] {
  const deed = (act: Deed['act'], point: Point, after = dice.whole(0, 1500)): Deed => ({
    at: { release, point, after },
    act,
    manner: dice.weighted<Deed['manner']>({ once: 6, twice: 3, 'with a stale token': 1 }),
  });
  switch (course) {
    case 'aborted':
      return [deed('abort', dice.pick(aborted))];
    case 'promoted':
      return [deed('promote', dice.pick<Point>(['bake 1', 'bake 2', 'keep']))];
    case 'paused': {
      const point = dice.pick<Point>(['deploy', 'write 1', 'bake 1', 'bake 2', 'keep']);
      const { at, manner } = deed('pause', point);
      return [{ at, act: 'pause', manner }, deed('resume', point, at.after + dice.whole(1500, 6000))];
    }
    case 'bad':
    case 'good':
    case 'late':
    case 'x5':
      return dice.chance(0.2) ? [deed('extend', dice.pick<Point>(['bake 1', 'bake 2', 'keep']))] : [];
  }
}
