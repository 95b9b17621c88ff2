import type { Milliseconds } from '../plan.ts';
import type { RouterConfig } from '../routers/index.ts';
import type { SourceQuery } from '../sources/index.ts';
import type { Counters } from '../sources/source-input.ts';

/** What a preset needs to know of the environment. */
export interface Surroundings {
  service: string;
  environment: string;
  router: RouterConfig;
}

/** Counters that are known by name, so that nobody has to write them down. */
export interface Preset {
  /** The kind of router whose own figures these are; left out where any will do. */
  router?: string;
  /** It counts slow requests, so that edges may be chosen. */
  latency: boolean;
  /** There are no buckets that edges could be chosen from, so they have to be given. */
  needsEdges?: true;
  /** Nothing but its own source has these figures. */
  alone?: true;
  /** Its labels tell the slots apart; else the source beside it has to give labels that do. */
  tellsSlots: boolean;
  counters(surroundings: Surroundings, edges: readonly Milliseconds[] | undefined): Counters;
  /** Where they are read when the metric names no source; left out where only the user can know. */
  source?(counters: Counters, surroundings: Surroundings): SourceQuery;
}
