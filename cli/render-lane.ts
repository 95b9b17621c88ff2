import type { LaneView } from '../api/wire/lane.ts';
import { day } from './figures.ts';
import { line, wrap } from './line.ts';
import type { Paint } from './paint.ts';
import { renderRouter, type LaneFrame } from './render-router.ts';
import { renderTable } from './render-table.ts';

/** One lane as lines: what is live, what runs, waits or blocks it, its router, and its past releases. */
export function renderLane(view: LaneView, frame: LaneFrame): string[] {
  const { width, paint } = frame;
  const { lane, live, running, waiting, blocked, past } = view;
  const fact = (name: string, text: string): string =>
    line(width, paint, { style: 'dim', text: name.padEnd(9) }, text);
  const rows = past.map((release) => [
    release.id,
    release.version,
    release.outcome,
    day(release.finishedAt),
    release.reason,
  ]);
  return [
    line(width, paint, { style: 'bold', text: lane.replace('.', '@') }),
    fact('live', live === null ? 'nothing that Sluice knows of' : `${live.version} in ${live.slot}`),
    fact('running', running === null ? 'nothing' : `${running.id} (${running.version} by ${running.actor})`),
    ...(waiting === null ? [] : [fact('waiting', `${waiting.id} (${waiting.version} by ${waiting.actor})`)]),
    ...(waiting?.note === undefined ? [] : wrap(waiting.note, width - 9).map((text) => fact('', text))),
    ...(blocked === null ? [] : blockedLines(blocked.reason, lane, width, paint)),
    ...renderRouter(view, frame),
    ...(rows.length === 0
      ? []
      : ['', ...renderTable(['RELEASE', 'VERSION', 'OUTCOME', 'ENDED', 'WHY'], rows, width, paint)]),
  ];
}

function blockedLines(reason: string, lane: string, width: number, paint: Paint): string[] {
  const next = `sluice lane adopt ${lane.replace('.', '@')} --slot SLOT --version VERSION`;
  return [
    ...wrap(`blocked: ${reason}`, width),
    line(width, paint, { style: 'yellow', text: `when you have looked: ${next}` }),
  ];
}
