/** How a lane's router was found between releases, and what was done about it. */
import type { LaneView } from '../api/wire/lane.ts';
import { day, span } from './figures.ts';
import { line, wrap } from './line.ts';
import type { Paint } from './paint.ts';

/** How a lane is shown. */
export interface LaneFrame {
  /** Milliseconds since the epoch. */
  now: number;
  width: number;
  paint: Paint;
}

type Router = NonNullable<LaneView['router']>;

/** In a few words: `as written`, or what it is and for how long. */
export function routerState({ state, since }: Pick<Router, 'state' | 'since'>, now: number): string {
  return state === 'as-written' ? 'as written' : `${state} for ${span(now - since)}`;
}

/** What it is now, and what was found before, newest first. Long sentences go over several lines. */
export function renderRouter({ router, routerEvents }: LaneView, frame: LaneFrame): string[] {
  const events = routerEvents.flatMap(({ at, message, page }) => [
    line(frame.width, frame.paint, { style: page ? 'red' : 'dim', text: `${day(at)}${page ? ' page' : ''}` }),
    ...wrap(message, frame.width),
  ]);
  return [
    ...(router === null ? [] : present(router, frame)),
    ...(events.length === 0 ? [] : ['', 'at the router between releases:', ...events]),
  ];
}

function present(router: Router, { now, width, paint }: LaneFrame): string[] {
  const { state, message, lookedAt } = router;
  const looked = lookedAt === null ? 'not looked at yet' : `looked at ${span(now - lookedAt)} ago`;
  const text = `${routerState(router, now)}, ${looked}`;
  if (state === 'as-written') return [line(width, paint, { style: 'dim', text: 'router   ' }, text)];
  return [
    line(width, paint, { style: 'dim', text: 'router   ' }, { style: 'yellow', text }),
    ...wrap(message, width),
  ];
}
