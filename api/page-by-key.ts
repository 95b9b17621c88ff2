/** Pages of lists that are put in order as they are asked for. */
import { ApiError } from './errors.ts';

/** What is asked of a list. */
interface Asked<Row> {
  /** Its name: a cursor of another list is refused. */
  list: string;
  /** Unique in the list, without white space; rows are in the order of their keys. */
  keyOf: (row: Row) => string;
  limit: number;
  cursor?: string;
}

/** The rows after the cursor, at most `limit`, and where the next page begins. */
export function pageByKey<Row>(
  rows: readonly Row[],
  { list, keyOf, limit, cursor }: Asked<Row>,
): { page: Row[]; next?: string } {
  const after = cursor === undefined ? '' : readKey(list, cursor);
  const left = rows.filter((row) => keyOf(row) > after).toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  const page = left.slice(0, limit);
  const last = page.at(-1);
  if (left.length <= limit || last === undefined) return { page };
  return { page, next: Buffer.from(`${list} ${keyOf(last)}`).toString('base64url') };
}

/** A whole number as a part of a key: the order of such texts is that of the numbers. */
export function inOrder(number: number): string {
  return String(number).padStart(15, '0');
}

/** The same, the highest first. */
export function highestFirst(number: number): string {
  return inOrder(999_999_999_999_999 - number);
}

function readKey(list: string, cursor: string): string {
  const [, of, key] = /^(\S{1,20}) (\S{1,200})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (of === list && key !== undefined) return key;
  throw new ApiError('invalid_request', 'the cursor is none of this list; take `next` of the page before');
}
