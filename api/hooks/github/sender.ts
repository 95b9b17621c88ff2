import { z } from 'zod';

/** The user of GitHub who did what an event tells of. */
export const sender = z.object({ login: z.string(), id: z.number() });
