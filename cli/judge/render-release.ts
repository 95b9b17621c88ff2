/** A release that was judged again, for people. */
import type { Rejudged } from '../../analysis/judge/rejudge.ts';
import type { ReplayedRelease } from '../../analysis/judge/replay-release.ts';
import { day } from '../figures.ts';
import { line, wrap } from '../line.ts';
import type { Paint } from '../paint.ts';
import { renderTable } from '../render-table.ts';
import type { RecordedRelease } from './read-release.ts';
import { renderReplay } from './render.ts';

const HEADINGS = ['AT', 'STEP', 'BLOCK', 'THE RELEASE', 'JUDGED AGAIN'];

/** How the release ended, the verdict now, each decision beside what it is now, and whether that is the same. */
export function renderRelease(
  { id, status, evidence }: RecordedRelease,
  replayed: ReplayedRelease,
  width: number,
  paint: Paint,
): string[] {
  const { metrics = [], settings, blocks } = evidence;
  const word = status.outcome ?? status.phase;
  const rows = replayed.decisions.map(cells);
  return [
    line(width, paint, { style: 'bold', text: id }, `  ${word}`),
    ...wrap(status.sentence, width),
    '',
    ...(settings === undefined
      ? []
      : renderReplay({ metrics, settings, blocks, until: 'safe' }, replayed, width, paint)),
    ...(rows.length === 0 ? [] : ['', ...renderTable(HEADINGS, rows, width, paint)]),
    '',
    replayed.same
      ? line(width, paint, { style: 'green', text: 'judged again with the same result' })
      : line(width, paint, { style: 'red', text: different(replayed) }),
  ];
}

function cells({ decision, again, same }: Rejudged): string[] {
  const { at, step, block, kind, reason, blame } = decision;
  return [
    day(at),
    step === undefined ? '–' : `${step}`,
    block === null ? '–' : `${block}`,
    described(kind, reason, blame),
    again === null
      ? 'not by counts'
      : same === true
        ? 'the same'
        : described(again.outcome, again.reason, again.blame),
  ];
}

function described(kind: string, reason: string | null, blame: string | null = null): string {
  if (kind === 'pass' || reason === null) return kind;
  return `${kind}: ${reason}${blame === null ? '' : ` (${blame})`}`;
}

function different({ judgement, decisions }: ReplayedRelease): string {
  if (decisions.some(({ same }) => same === false)) {
    return 'judged again with ANOTHER result: see the lines that are not "the same"';
  }
  return judgement.outcome === 'fail'
    ? `judged again with ANOTHER result: the counts fail at block ${judgement.block ?? 0}, and the release did not then`
    : 'judged again with ANOTHER result: the release failed, and its counts do not';
}
