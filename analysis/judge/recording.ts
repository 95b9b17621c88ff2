import type { MeasuredRule } from '../rules/run.ts';
import type { Block, Metric, Settings } from '../types.ts';

/** A release as it was recorded: what it was judged by, and every block in the order of time. */
export interface Recording {
  /** May be empty only where there are rules. */
  metrics: readonly Metric[];
  settings: Settings;
  /** `safe`: a pass needs proof. `elapsed`: it needs `plannedBlocks` blocks in which nothing failed. */
  until: 'safe' | 'elapsed';
  blocks: readonly Block[];
  rules?: readonly MeasuredRule[];
}
