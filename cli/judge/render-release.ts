/** A release that was judged again, for people. */
import { inFewWords } from '../../analysis/judge/judge-again.ts';
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
  sentence: string,
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
    ...wrap(sentence, width).map((text) =>
      line(width, paint, { style: replayed.same ? 'green' : 'red', text }),
    ),
  ];
}

function cells({ decision, again, same }: Rejudged): string[] {
  const { at, step, block, kind, reason, blame } = decision;
  return [
    day(at),
    step === undefined ? '–' : `${step}`,
    block === null ? '–' : `${block}`,
    inFewWords(kind, reason, blame),
    again === null
      ? 'not by counts'
      : same === true
        ? 'the same'
        : inFewWords(again.outcome, again.reason, again.blame),
  ];
}
