/** What a release was judged by, out of its own history: of one that has finished, and of one that still runs. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { advanceFolding, beginFolding, type Course } from '../../analysis/judge/course.ts';
import type { Evidence } from '../../analysis/judge/evidence.ts';
import type { Block, Metric, Settings } from '../../analysis/types.ts';
import type { ReleaseEvent } from '../../workflows/messages.ts';
import { judgedBy } from '../watch/watched.ts';
import { calibrationsOf } from './calibrations.ts';
import { decisionsOf } from './decisions.ts';
import type { Recorded } from './history.ts';
import { weightsOf } from './weights.ts';

/** So many blocks are folded before this process does something else. */
const A_TURN = 500;

/** Everything that the verdict of a release rests on. */
export async function evidenceOf(
  { chunks, open }: Recorded,
  events: readonly ReleaseEvent[],
): Promise<Evidence> {
  const last = open ?? chunks.at(-1);
  const blocks = [...chunks, ...(open === undefined ? [] : [open])].flatMap(({ answer }) => answer.blocks);
  // Each block says itself how it was weighed; one that does not was weighed by what is assumed.
  const judged =
    last === undefined ? undefined : judgedBy({ ...last.request, calibrations: {} }, last.answer.state);
  return {
    ...judged,
    blocks,
    calibrations: calibrationsOf(chunks),
    decisions: decisionsOf(chunks, events),
    weights: weightsOf(events, blocks, judged?.metrics[0]?.name),
    course: judged === undefined ? {} : await courseOf(judged, blocks),
  };
}

async function courseOf(
  { metrics, settings }: { metrics: Metric[]; settings: Settings },
  blocks: readonly Block[],
): Promise<Record<string, Course>> {
  let folding = beginFolding(metrics, settings);
  for (const [i, block] of blocks.entries()) {
    folding = advanceFolding(folding, metrics, settings, block);
    if (i % A_TURN === A_TURN - 1) await nextTurn();
  }
  return folding.courses;
}
