/** What happens to a release or in a lane, in a word each. */

/** The kinds of a release's events; a lane has `drift` alone. */
export const EVENT_KINDS = [
  'started',
  'refused',
  'step-started',
  'step-finished',
  'step-skipped',
  'written',
  'observed',
  'calibrated',
  'drift',
  'verdict',
  'raised',
  'held',
  'hold-ended',
  'paused',
  'resumed',
  'promoted',
  'approved',
  'extended',
  'retried',
  'abort-requested',
  'freeze-overridden',
  'supersede-requested',
  'undo-started',
  'undo',
  'error',
  'left',
  'finished',
] as const;

/** The kind of an event. */
export type EventKind = (typeof EVENT_KINDS)[number];
