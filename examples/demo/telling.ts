import type { ReleaseEvent } from '../../api/wire/event.ts';

/** Steps whose end is told; the others are in `sluice release watch`. */
const steps = /^(deploy|shift|bake|cutover)/;
/** Other kinds of events that are told as they are. */
const told = new Set(['drift', 'held', 'error', 'undo', 'finished']);

/** The line that the demo prints for an event; undefined for one that it leaves out. */
export function lineOf({ kind, message, data }: ReleaseEvent): string | undefined {
  if (kind === 'verdict' && data?.['verdict'] !== 'pass') return `verdict: ${message}`;
  if (kind === 'step-finished') return steps.test(message) ? message : undefined;
  return told.has(kind) ? message : undefined;
}
