import type { Milliseconds } from '../plan.ts';
import type { SourceQuery } from './index.ts';

/** How long after a moment what a query counts until then can be read. Pure; the workflows use it too. */
export function readLag(source: SourceQuery): Milliseconds {
  switch (source.kind) {
    case 'scrape':
      return 0;
    case 'prometheus':
      return source.interval;
    case 'cloudwatch':
      return source.delay;
  }
}
