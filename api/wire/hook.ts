/** What signed webhooks of others are answered. */
import { z } from 'zod';
import { wire } from './registry.ts';

/** What became of a webhook that was signed as it should be. */
export const hookTaken = z
  .object({
    taken: z.array(
      z.object({
        what: z.string().describe('What was done, in a few words.'),
        id: z.string().nullable().describe('The release or deployment that it is about.'),
      }),
    ),
    ignored: z.string().exactOptional().describe('Why nothing was done.'),
  })
  .register(wire, { id: 'HookTaken' });

/** The answer to a webhook, on the wire. */
export type HookTaken = z.output<typeof hookTaken>;
