import type { SourceQuery } from './sources/index.ts';

/** Whether what a query counts can be read by absolute time, also of the past. Pure; the workflows use it too. */
export function keepsHistory({ kind }: Pick<SourceQuery, 'kind'>): boolean {
  return kind !== 'scrape';
}
