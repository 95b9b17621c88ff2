import { ask } from './ask.ts';

/** All rows of a list that is read page by page. `path` has a query already; `rows` are those of one page. */
export async function askEveryPage<Page extends { next?: string }, Row>(
  path: string,
  rows: (page: Page) => readonly Row[],
  signal: AbortSignal,
): Promise<Row[]> {
  const all: Row[] = [];
  let cursor: string | undefined;
  do {
    const more: string = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: Page = await ask<Page>(`${path}${more}`, signal);
    all.push(...rows(page));
    cursor = page.next;
  } while (cursor !== undefined);
  return all;
}
