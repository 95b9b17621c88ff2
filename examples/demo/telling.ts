import type { ReleaseEvent } from '../../api/wire/event.ts';

/** Kinds of events that a reader of the demo needs; the others are in `sluice release watch`. */
const told = new Set(['step-finished', 'drift', 'held', 'error', 'finished']);

/** The line that the demo prints for an event; undefined for one that it leaves out. */
export function lineOf({ kind, message, data }: ReleaseEvent): string | undefined {
  if (kind === 'verdict' && data?.['verdict'] !== 'pass') return `verdict: ${message}`;
  if (kind === 'undo-started') return `undo: ${message}`;
  return told.has(kind) ? message : undefined;
}
