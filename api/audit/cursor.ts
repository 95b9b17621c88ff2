/** Where the next page of acts begins. */
import { ApiError } from '../errors.ts';

/** The last act of the page before: when its chain took it in, milliseconds since the epoch, and its place there. */
export interface AuditCursor {
  recorded: number;
  chain: string;
  number: number;
}

/** Writes a cursor as an opaque text. */
export function writeAuditCursor({ recorded, chain, number }: AuditCursor): string {
  return Buffer.from(`${recorded} ${chain} ${number}`).toString('base64url');
}

/** Reads a cursor that this API gave; anything else is refused. */
export function readAuditCursor(text: string): AuditCursor {
  const [, recorded, chain, number] =
    /^(\d{1,15}) ([a-z0-9.-]{1,127}) (\d{1,15})$/.exec(Buffer.from(text, 'base64url').toString()) ?? [];
  if (recorded !== undefined && chain !== undefined && number !== undefined) {
    return { recorded: Number(recorded), chain, number: Number(number) };
  }
  throw new ApiError('invalid_request', 'the cursor is none of this list; take `next` of the page before');
}

/** Which of two acts comes first: the newer one, of two that came at once that of the chain with the lower name. */
export function newerFirst(a: AuditCursor, b: AuditCursor): number {
  if (a.recorded !== b.recorded) return b.recorded - a.recorded;
  if (a.chain !== b.chain) return a.chain < b.chain ? -1 : 1;
  return b.number - a.number;
}
