import { z } from 'zod';
import { duration } from '../../config/schema/quantities.ts';
import { wire } from './registry.ts';

/** What may be asked of a measuring. */
export const trafficQuery = z.strictObject({
  watched: duration('How long a source without history is watched: 2s to 10m.', {
    min: 2000,
    max: 600_000,
  }).prefault('60s'),
  run: z.string().max(100).optional().describe('`run` of an earlier answer, to go on waiting for it.'),
});

const measured = z
  .object({
    by: z.enum(['history', 'watched']).describe('Read from what the source keeps, or seen meanwhile.'),
    seen: z.number().describe('The time that was counted, in milliseconds.'),
    requests: z.number(),
    bad: z.array(z.number()).describe('One count, or one for each edge.'),
    edges: z.array(z.number()).optional().describe('In seconds.'),
    lacking: z.string().optional().describe('Why it is not more.'),
    burstDivisor: z.number(),
    method: z.enum(['pairs', 'halves', 'assumed', 'given']),
  })
  .register(wire, { id: 'MeasuredMetric' });

/** What the live side of a lane does, or that it is still being looked at. */
export const traffic = z
  .discriminatedUnion('state', [
    z.object({
      state: z.literal('measuring'),
      run: z.string().describe('To be sent with the next request.'),
    }),
    z.object({
      state: z.literal('measured'),
      at: z.number().describe('When it ended, milliseconds since the epoch.'),
      block: z.number().describe("How long a release's blocks would be, in milliseconds."),
      metrics: z.record(z.string(), measured),
    }),
  ])
  .register(wire, { id: 'Traffic' });

/** The answer on the wire. */
export type Traffic = z.output<typeof traffic>;
