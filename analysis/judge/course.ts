import { EXCLUSION_RATIOS } from '../exclusion.ts';
import type { MetricState } from '../state.ts';
import type { Block, Metric, Settings, VerdictState } from '../types.ts';
import { advance, begin } from '../verdict.ts';

/** When something was first known. */
export interface Reached {
  /** Number of the block, from 0. */
  block: number;
  /** From the beginning of the first block to the end of this one. */
  seconds: number;
}

/** How long it took to each bound of one metric. */
export interface Course {
  /** Not worse than this many times the stable side. */
  excluded: (Reached & { ratio: number })[];
  /** The bad rate is not above this. */
  rateBound: (Reached & { rate: number })[];
  /** Proven safe, at each weight anew. */
  proven: (Reached & { stage: string })[];
}

/** A release while its blocks are folded again. */
export interface Folding {
  state: VerdictState;
  courses: Record<string, Course>;
  /** Start of the first block; undefined before it. */
  began?: number;
}

/** Before the first block. */
export function beginFolding(metrics: readonly Metric[], settings: Settings): Folding {
  const none = (): Course => ({ excluded: [], rateBound: [], proven: [] });
  return {
    state: begin(metrics, settings),
    courses: Object.fromEntries(metrics.map(({ name }) => [name, none()])),
  };
}

/** Folds one block in and notes what it was the first to show. */
export function advanceFolding(
  { state, courses, began }: Folding,
  metrics: readonly Metric[],
  settings: Settings,
  block: Block,
): Folding {
  const next = advance(state, metrics, settings, block);
  const start = began ?? block.start;
  const reached = { block: state.blocks, seconds: (block.start - start) / 1000 + block.seconds };
  return {
    state: next,
    began: start,
    courses: Object.fromEntries(
      Object.entries(courses).map(([name, course]) => {
        const [before, after] = [state.metrics[name], next.metrics[name]];
        if (before === undefined || after === undefined) return [name, course];
        const entered = state.stage?.name !== block.stage;
        return [name, advanceCourse(course, before, after, { ...reached, stage: block.stage, entered })];
      }),
    ),
  };
}

function advanceCourse(
  course: Course,
  before: MetricState,
  after: MetricState,
  { stage, entered, ...reached }: Reached & { stage: string; entered: boolean },
): Course {
  const newly = EXCLUSION_RATIOS.filter((_, i) => after.excluded[i] === true && before.excluded[i] !== true);
  const proven = after.proven && (entered || !before.proven);
  const tighter = after.rateBound < before.rateBound;
  if (newly.length === 0 && !proven && !tighter) return course;
  return {
    excluded: [...course.excluded, ...newly.map((ratio) => ({ ratio, ...reached }))],
    rateBound: [...course.rateBound, ...(tighter ? [{ rate: after.rateBound, ...reached }] : [])],
    proven: [...course.proven, ...(proven ? [{ stage, ...reached }] : [])],
  };
}
