import { z } from 'zod';
import { LATEST_MOMENT } from '../../config/latest-moment.ts';

/** A moment as people and programs write it in a query, read as milliseconds since the epoch. */
export const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date(), z.string().regex(/^\d{1,15}$/)])
  .transform((text, context) => {
    const at = /^\d+$/.test(text) ? Number(text) : Date.parse(text);
    if (at >= 0 && at <= LATEST_MOMENT) return at;
    context.issues.push({ code: 'custom', input: text, message: 'expected a moment from 1970 to 9999' });
    return z.NEVER;
  })
  .describe('2026-01-31 (its begin, UTC), 2026-01-31T12:00:00Z, or milliseconds since the epoch.');
