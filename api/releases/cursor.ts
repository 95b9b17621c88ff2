/** Where the next page of a list of releases begins. Running ones come first, then finished ones, newest first. */
import { ApiError } from '../errors.ts';

/** The last row of the page before: its part of the list, its time, its id. */
export interface Cursor {
  part: 'running' | 'finished';
  /** Milliseconds since the epoch: start of a running one, end of a finished one. */
  at: number;
  id: string;
}

/** Writes a cursor as an opaque text. */
export function writeCursor({ part, at, id }: Cursor): string {
  return Buffer.from(`${part} ${at} ${id}`).toString('base64url');
}

/** Reads a cursor that this API gave; anything else is refused. */
export function readCursor(text: string): Cursor {
  const [, part, at, id] =
    /^(running|finished) (\d{1,15}) (\S{1,160})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if ((part === 'running' || part === 'finished') && at !== undefined && id !== undefined) {
    return { part, at: Number(at), id };
  }
  throw new ApiError('invalid_request', 'the cursor is none of this API; take `next` of the page before');
}

/** Whether a row comes after the cursor, newest first. */
export function isAfter(row: { at: number; id: string }, cursor: Cursor): boolean {
  return row.at < cursor.at || (row.at === cursor.at && row.id < cursor.id);
}
