/** Pages of lists on the wire. */
import { z } from 'zod';

/** Where a page begins: `next` of the page before. */
export const cursor = z.string().max(400).exactOptional().describe('`next` of the page before.');

/** What every list may be asked for; some have limits of their own. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor,
});

/** Where the next page begins. */
export const next = z.string().exactOptional().describe('Cursor of the next page; absent on the last.');
