/** What happens to a release or in a lane, in a word each. */

/** The kinds of a release's events and of a lane's, which are `drift` and `adopted`. */
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
  'adopted',
  'finished',
] as const;

/** The kind of an event. */
export type EventKind = (typeof EVENT_KINDS)[number];
