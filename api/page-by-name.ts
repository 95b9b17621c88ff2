/** Pages of short lists that are in the order of their names. */
import { ApiError } from './errors.ts';

/** The rows after the cursor, in the order of their names, at most `limit`, and where the next page begins. */
export function pageByName<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
  limit: number,
  cursor?: string,
): { page: Row[]; next?: string } {
  const after = cursor === undefined ? '' : readName(cursor);
  const left = rows.filter((row) => nameOf(row) > after).toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  if (left.length <= limit || last === undefined) return { page };
  return { page, next: Buffer.from(`after ${nameOf(last)}`).toString('base64url') };
}

function readName(cursor: string): string {
  const [, name] = /^after (\S{1,160})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (name !== undefined) return name;
  throw new ApiError('invalid_request', 'the cursor is none of this list; take `next` of the page before');
}
