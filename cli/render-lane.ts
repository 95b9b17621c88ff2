import type { LaneView } from '../api/wire/lane.ts';
import { day } from './figures.ts';
import { line, wrap } from './line.ts';
import type { Paint } from './paint.ts';
import { renderRouter, type LaneFrame } from './render-router.ts';
import { renderTable } from './render-table.ts';

/** One lane as lines: what is live, what runs, waits or blocks it, its router, and its past releases. */
export function renderLane(view: LaneView, frame: LaneFrame): string[] {
  const { width, paint } = frame;
  const { lane, live, running, waiting, blocked, past, good } = view;
  const before = good.find(({ version }) => version !== live?.version);
  const fact = (name: string, text: string): string =>
    line(width, paint, { style: 'dim', text: name.padEnd(9) }, text);
  const rows = past.map((release) => [
    release.id,
    named(release),
    release.outcome,
    day(release.finishedAt),
    release.reason,
  ]);
  return [
    line(width, paint, { style: 'bold', text: lane.replace('.', '@') }),
    fact('live', live === null ? 'nothing that Sluice knows of' : `${live.version} in ${live.slot}`),
    ...(before === undefined
      ? []
      : [
          fact(
            'before',
            `${before.version}, which a rollback goes back to (${before.release ?? 'it was adopted'})`,
          ),
        ]),
    fact('running', running === null ? 'nothing' : `${running.id} (${named(running)} by ${running.actor})`),
    ...(waiting === null ? [] : [fact('waiting', `${waiting.id} (${named(waiting)} by ${waiting.actor})`)]),
    ...(waiting?.note === undefined ? [] : wrap(waiting.note, width - 9).map((text) => fact('', text))),
    ...(blocked === null ? [] : blockedLines(blocked.reason, lane, width, paint)),
    ...renderRouter(view, frame),
    ...(rows.length === 0
      ? []
      : ['', ...renderTable(['RELEASE', 'VERSION', 'OUTCOME', 'ENDED', 'WHY'], rows, width, paint)]),
  ];
}

/** The version, and what kind of release brings it where that is no ordinary one. */
function named({ kind, version }: { kind: string; version: string }): string {
  return kind === 'release' ? version : `${kind} to ${version}`;
}

function blockedLines(reason: string, lane: string, width: number, paint: Paint): string[] {
  const next = `sluice lane adopt ${lane.replace('.', '@')} --slot SLOT --version VERSION`;
  return [
    ...wrap(`blocked: ${reason}`, width),
    line(width, paint, { style: 'yellow', text: `when you have looked: ${next}` }),
  ];
}
