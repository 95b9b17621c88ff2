import type { Finding } from '../finding.ts';
import type { RuleQuery } from './index.ts';

/** A rule's query as it was written. Relative paths refer to `folder`, the folder of the service file. */
export interface QueryInput {
  /** What is wrong beyond the form of its keys; paths begin in the query's own mapping. */
  findings(): Finding[];
  resolve(folder: string): RuleQuery;
}
