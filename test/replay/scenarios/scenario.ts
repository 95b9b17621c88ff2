import type { Rig } from '../../workflow/environment.ts';

/** Plays one workflow to its end; gives its id. */
export type Scenario = (rig: Rig) => Promise<string>;

/** Scenarios by the names of the saved files. */
export type Scenarios = Record<string, Scenario>;
