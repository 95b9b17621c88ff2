import type { Finding, Path } from '../finding.ts';
import type { SourceInput } from '../sources/source-input.ts';
import type { RouterConfig } from './index.ts';

/** A thing in the world that belongs to one environment alone. */
export interface Claim {
  /** The same text for the same thing, however it was written. */
  claim: string;
  /** The thing as a message names it, such as "the router file /srv/a.yaml". */
  what: string;
  /** Where it is written, as a path in the router's own mapping. */
  path: Path;
}

/** What decides how figures of the router can be read. */
export type RouterReading = Pick<RouterInput, 'reading'> & { kind: string };

/** A router as it was written. Relative paths refer to `folder`, the folder of the service file. */
export interface RouterInput {
  /** How the router's own figures are read by presets; left out where that is at once. */
  reading?: Pick<SourceInput, 'lag' | 'shortestBlock'>;
  /** What is wrong beyond the form of its keys; paths begin in the router's own mapping. */
  findings(folder: string): Finding[];
  claims(folder: string): Claim[];
  resolve(folder: string): RouterConfig;
}
