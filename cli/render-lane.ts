import type { LaneView } from '../api/wire/lane.ts';
import { clock } from './figures.ts';
import { line, wrap } from './line.ts';
import type { Paint } from './paint.ts';
import { renderTable } from './render-table.ts';

/** One lane as lines: what is live, what runs, waits or blocks it, and its past releases. */
export function renderLane(view: LaneView, width: number, paint: Paint): string[] {
  const { lane, live, running, waiting, blocked, past } = view;
  const fact = (name: string, text: string): string =>
    line(width, paint, { style: 'dim', text: name.padEnd(9) }, text);
  const rows = past.map((release) => [
    release.id,
    release.version,
    release.outcome,
    `${new Date(release.finishedAt).toISOString().slice(0, 10)} ${clock(release.finishedAt)}`,
    release.reason,
  ]);
  return [
    line(width, paint, { style: 'bold', text: lane.replace('.', '@') }),
    fact('live', live === null ? 'nothing that Sluice knows of' : `${live.version} in ${live.slot}`),
    fact('running', running === null ? 'nothing' : `${running.id} (${running.version} by ${running.actor})`),
    ...(waiting === null ? [] : [fact('waiting', `${waiting.id} (${waiting.version} by ${waiting.actor})`)]),
    ...(waiting?.note === undefined ? [] : wrap(waiting.note, width - 9).map((text) => fact('', text))),
    ...(blocked === null ? [] : blockedLines(blocked.reason, lane, width, paint)),
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
