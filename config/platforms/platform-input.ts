import type { Finding } from '../finding.ts';
import type { PlatformConfig } from './index.ts';

/** A platform as it was written. Relative paths refer to `folder`, the folder of the service file. */
export interface PlatformInput {
  /** Path that answers 200 when an instance is ready, where the platform has one: strategies ask it in smoke. */
  readyPath?: string;
  /** What is wrong beyond the form of its keys; paths begin in the platform's own mapping. */
  findings(): Finding[];
  resolve(folder: string): PlatformConfig;
}
