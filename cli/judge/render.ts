/** A judgement for people. */
import type { Recording } from '../../analysis/judge/recording.ts';
import type { Replay } from '../../analysis/judge/replay.ts';
import { count, day } from '../figures.ts';
import { line, wrap } from '../line.ts';
import type { Paint, Style } from '../paint.ts';
import { renderEvidence } from '../render-evidence.ts';

const STYLES: Record<Replay['judgement']['outcome'], Style> = {
  pass: 'green',
  fail: 'red',
  continue: 'yellow',
  inconclusive: 'yellow',
};

/** Starts below this are no time of day: the file counts from a beginning of its own. */
const EPOCH_MILLISECONDS = 1e11;

/** Outcome and block, why, what is known of each metric, and the rules. */
export function renderReplay(
  { metrics, settings, blocks }: Recording,
  { judgement, sentence, evidence }: Replay,
  width: number,
  paint: Paint,
): string[] {
  const { outcome, block, rules = {}, run } = judgement;
  const at = block === null ? undefined : blocks[block];
  const of = `of ${count(blocks.length)}, ${count(settings.plannedBlocks)} planned`;
  const where = at === undefined ? ` ${of}` : ` at block ${block} ${of}: ${when(at.start)}stage ${at.stage}`;
  return [
    line(width, paint, { style: STYLES[outcome], text: outcome }, where),
    ...wrap(sentence, width),
    ...(metrics.length === 0 ? [] : ['', ...renderEvidence(evidence, settings, width, paint)]),
    ...(run === undefined
      ? []
      : ['', ...Object.entries({ ...rules, 'all rules': run }).map(([name, phase]) => `${name}: ${phase}`)]),
  ];
}

function when(start: number): string {
  return start >= EPOCH_MILLISECONDS ? `${day(start)}, ` : '';
}
