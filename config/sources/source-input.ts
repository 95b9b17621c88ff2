import type { Finding } from '../finding.ts';
import type { MetricConfig, Milliseconds, Slot } from '../plan.ts';
import type { Preset } from '../presets/preset.ts';
import type { SourceQuery } from './index.ts';

/** What a metric counts and where: its query, and what makes a request bad. */
export type Counted = Pick<MetricConfig, 'source' | 'bad'>;

/** Counters that a preset names: a series, the labels that tell the slots apart, and what makes a request bad. */
export interface Counters {
  series: string;
  labels: Record<Slot, Record<string, string>>;
  bad: MetricConfig['bad'];
}

/** A metric's source as it was written. Relative paths refer to `folder`, the folder of the service file. */
export interface SourceInput {
  /** How long after a moment what was counted until then can be read. */
  lag: Milliseconds;
  /** The shortest block that holds enough samples. */
  shortestBlock: Milliseconds;
  /**
   * What is wrong beyond the form of its keys; paths begin in the source's own mapping. Beside a preset a source says
   * only where its counters are read, else it says what is counted too.
   */
  findings(preset: Preset | undefined): Finding[];
  resolve(folder: string): Counted;
  /** Reads a preset's counters from here; left out where a source cannot stand beside a preset. */
  read?(counters: Counters, folder: string): SourceQuery;
}
