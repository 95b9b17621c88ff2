/** What a list is narrowed by. */
export type ListQuery = Record<string, string | number>;

/** Pages are asked for as large as they may be, in rows. */
const PAGE = 500;

/** Every page of a list, the first one first; the whole of it may have changed meanwhile. */
export async function everyPage<Page extends { next?: string }>(
  query: ListQuery,
  read: (params: ListQuery) => Promise<Page>,
): Promise<[Page, ...Page[]]> {
  const asked = { ...query, limit: PAGE };
  const first = await read(asked);
  const pages: [Page, ...Page[]] = [first];
  for (let cursor = first.next; cursor !== undefined;) {
    const page = await read({ ...asked, cursor });
    pages.push(page);
    cursor = page.next;
  }
  return pages;
}
