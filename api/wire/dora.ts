/** The four figures of DORA, on the wire. Times are milliseconds since the epoch, lengths are milliseconds. */
import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { moment } from './moment.ts';
import { wire } from './registry.ts';

/** Of which lanes, and over which period. */
export const doraQuery = z.strictObject({
  service: name.exactOptional(),
  environment: name.exactOptional(),
  from: moment
    .exactOptional()
    .describe('Written as in GET /v1/audit; 30 days before `to` where it is left out.'),
  to: moment.exactOptional().describe('Before this moment; now where it is left out.'),
});

const spread = z
  .object({ count: z.number(), median: z.number(), p90: z.number() })
  .register(wire, { id: 'DoraSpread' });

/** How some lengths of time are spread, in milliseconds. */
export type Spread = z.output<typeof spread>;

const doraLane = z
  .object({
    lane: z.string(),
    service: z.string(),
    environment: z.string(),
    deployments: z.number(),
    perDay: z.number(),
    leadTime: z.object({ fromCommit: spread.nullable(), fromSubmit: spread.nullable() }),
    failed: z.number(),
    changeFailRate: z.number().nullable().describe('From 0 to 1; null without a deployment.'),
    caughtByGate: z.number(),
    changeFailRateWithCaught: z.number().nullable(),
    stopped: z.number(),
    recoveryTime: spread.nullable(),
    unrecovered: z.number().describe('Failed deployments after which nothing else has served yet.'),
    approximate: z.number(),
  })
  .register(wire, { id: 'DoraLane' });

/** The figures of one lane, on the wire. */
export type DoraLane = z.output<typeof doraLane>;

/** The figures of all lanes that were asked for. */
export const dora = z
  .object({
    from: z.number(),
    to: z.number(),
    definitions: z.record(z.string(), z.string()).describe('What each figure is.'),
    lanes: z.array(doraLane),
  })
  .register(wire, { id: 'Dora' });

/** The figures, on the wire. */
export type Dora = z.output<typeof dora>;
