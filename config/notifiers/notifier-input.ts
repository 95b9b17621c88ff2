import type { Finding } from '../finding.ts';
import type { NotifierConfig } from './index.ts';

/** A notifier as it was written. Relative paths refer to `folder`, the folder of the service file. */
export interface NotifierInput {
  /** What is wrong beyond the form of its keys; paths begin in the notifier's own mapping. */
  findings(): Finding[];
  resolve(folder: string): NotifierConfig;
}
