import { createHash } from 'node:crypto';
import { join } from 'node:path';

/** Where the embedded server keeps what is its own. */
export interface EmbeddedLayout {
  folder: string;
  database: string;
  /** What the server says; the one before is kept beside it, as `.old`. */
  log: string;
  record: string;
  /** Stands in the environment of every server of this folder, so that one without a record is found too. */
  mark: string;
}

/** The layout in a data folder, given absolute. */
export function embeddedLayout(folder: string): EmbeddedLayout {
  const identity = createHash('sha256').update(folder).digest('hex').slice(0, 32);
  return {
    folder,
    database: join(folder, 'temporal.db'),
    log: join(folder, 'temporal.log'),
    record: join(folder, 'temporal.json'),
    mark: `SLUICE_TEMPORAL_OF=${identity}`,
  };
}
