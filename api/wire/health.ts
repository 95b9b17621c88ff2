import { z } from 'zod';

/** The answer of what is well. */
export const healthy = z.object({ status: z.literal('ok') });
