import { z } from 'zod';
import { wire } from './registry.ts';

/** One numbered event of a release. */
export const releaseEvent = z
  .object({
    number: z.number(),
    at: z.number().describe('Milliseconds since the epoch.'),
    kind: z.string(),
    message: z.string(),
    step: z.number().exactOptional(),
    actor: z.string().exactOptional(),
    source: z.string().exactOptional().describe('By what the actor acted, such as cli.'),
    breakGlass: z.literal(true).exactOptional().describe("The actor's role does not reach so far."),
    reason: z.string().exactOptional(),
    page: z.boolean().exactOptional().describe('A person has to do something.'),
    data: z.record(z.string(), z.unknown()).exactOptional(),
  })
  .register(wire, { id: 'ReleaseEvent' });

/** A page of the events of a release, oldest first. */
export const eventPage = z
  .object({
    events: z.array(releaseEvent),
    next: z.string().exactOptional().describe('Cursor of the next page; absent where there is none yet.'),
  })
  .register(wire, { id: 'EventPage' });

/** A page of events, on the wire. */
export type EventPage = z.output<typeof eventPage>;

/** One numbered event, on the wire. */
export type ReleaseEvent = z.output<typeof releaseEvent>;
