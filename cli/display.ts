/** Shows a followed release: as a live view, as a line an event, or as JSON. */
import { createLogUpdate } from 'log-update';
import type { ErrorBounds } from '../api/client/releases.ts';
import type { Followed } from '../api/client/follow.ts';
import type { ReleaseEvent } from '../api/wire/event.ts';
import type { ReleaseView } from '../api/wire/release.ts';
import { outputWidth, printJson, printLines, say } from './output.ts';
import { terminalPaint } from './paint.ts';
import { renderEvent } from './render-event.ts';
import { renderRelease } from './render-release.ts';

/** Where everything that is followed goes. */
export interface Display {
  show: (followed: Followed) => void;
  /** Leaves the last state standing. */
  close: () => void;
}

/** For programs: everything that comes, one JSON object a line. */
export function jsonDisplay(): Display {
  return { show: printJson, close: () => undefined };
}

/** For files and logs: a line an event; what hinders the view goes to stderr. */
export function lineDisplay(): Display {
  return {
    show(followed) {
      if (followed.kind === 'event') printLines([renderEvent(followed.event, outputWidth(), terminalPaint)]);
      else if (followed.kind !== 'status') say(followed.detail);
    },
    close: () => undefined,
  };
}

/** For a terminal: the whole release, drawn again whenever something comes, and each second for its clocks. */
export function liveDisplay(bounds?: ErrorBounds): Display {
  const draw = createLogUpdate(process.stdout);
  const events: ReleaseEvent[] = [];
  let view: ReleaseView | undefined;
  let trouble: string | undefined;
  const redraw = (): void => {
    if (view === undefined) return;
    const width = outputWidth();
    const more = {
      ...(bounds === undefined ? {} : { bounds }),
      ...(trouble === undefined ? {} : { trouble }),
    };
    draw(renderRelease(view, { now: Date.now(), width, paint: terminalPaint, events, ...more }).join('\n'));
  };
  const timer = setInterval(redraw, 1000);
  return {
    show(followed) {
      if (followed.kind === 'event') events.push(followed.event);
      if (followed.kind === 'status') view = followed.view;
      if (followed.kind === 'problem') trouble = followed.detail;
      else if (followed.kind === 'connection')
        trouble = followed.state === 'lost' ? followed.detail : undefined;
      else if (followed.kind === 'status') trouble = undefined;
      redraw();
    },
    close() {
      clearInterval(timer);
      redraw();
      draw.done();
    },
  };
}
