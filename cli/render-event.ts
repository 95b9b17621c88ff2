import type { ReleaseEvent } from '../api/wire/event.ts';
import { clock } from './figures.ts';
import { line } from './line.ts';
import type { Paint } from './paint.ts';

/** One event as one line: when, what kind, and its sentence. */
export function renderEvent(event: ReleaseEvent, width: number, paint: Paint): string {
  const { at, kind, message, reason, page } = event;
  const style = page === true || kind === 'error' ? 'red' : 'cyan';
  return line(
    width,
    paint,
    { style: 'dim', text: `${clock(at)} ` },
    { style, text: kind.padEnd(15) },
    ` ${message}`,
    ...(reason === undefined || reason === '' ? [] : [{ style: 'dim' as const, text: ` (${reason})` }]),
  );
}
