/** Freezes that people make, and the stop switch, as the registry keeps them. */
import type { Act } from '../messages.ts';

/** One freeze. Times are milliseconds since the epoch. */
export interface KeptFreeze {
  /** `f1`, `f2` and so on; never given twice. */
  id: string;
  /** Patterns such as `*@production`. */
  lanes: string[];
  reason: string;
  /** Who answers for it, and is asked about it. */
  owner: string;
  start: number;
  /** The first moment after it; earlier than it was made with where somebody ended it. */
  end: number;
  createdBy: string;
  createdAt: number;
  /** Null: it ends by itself, or has. */
  endedBy: string | null;
}

/** Asks for a freeze. */
export interface FreezeRequest extends Act {
  lanes: string[];
  owner: string;
  start: number;
  end: number;
}

/** Ends a freeze before its end, by its id. */
export interface FreezeEnding extends Act {
  freeze: string;
}

/** The answer to both: the freeze as it is kept, or why not. */
export type FreezeAnswer =
  | { state: 'kept'; freeze: KeptFreeze }
  | { state: 'refused'; code: 'freeze_not_found' | 'freeze_over' | 'too_many_freezes'; message: string };

/** "Stop everything", while it is on. */
export interface KeptStop {
  since: number;
  actor: string;
  reason: string;
}

/** Switches it on or off. */
export interface StopRequest extends Act {
  on: boolean;
}

/** How it stands after it. */
export interface StopAnswer {
  state: 'kept';
  stop: KeptStop | null;
}

/** What the registry publishes in its memo under `freezes`: every worker reads it before a raise. */
export interface PublishedFreezes {
  freezes: KeptFreeze[];
  stop: KeptStop | null;
}
