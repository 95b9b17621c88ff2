/** Lanes and services as the API shows them. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { note, reason, version } from './names.ts';
import { wire } from './registry.ts';
import { outcome, placement, releaseRow } from './release.ts';

/** Everything about one lane. */
export const laneView = z
  .object({
    lane: z.string(),
    live: placement.nullable(),
    running: z
      .object({ id: z.string(), version: z.string(), actor: z.string(), startedAt: z.number() })
      .nullable(),
    waiting: z
      .object({
        id: z.string(),
        version: z.string(),
        actor: z.string(),
        queuedAt: z.number(),
        note: note.exactOptional(),
      })
      .nullable(),
    blocked: z.object({ reason: z.string(), since: z.number(), release: z.string() }).nullable(),
    nextNumber: z.number(),
    past: z.array(
      z.object({
        id: z.string(),
        version: z.string(),
        outcome,
        reason: z.string(),
        finishedAt: z.number(),
      }),
    ),
  })
  .register(wire, { id: 'Lane' });

/** One lane, on the wire. */
export type LaneView = z.output<typeof laneView>;

/** Lanes that exist: what runs in each now. */
export const laneList = z
  .object({
    lanes: z.array(
      z.object({
        lane: z.string(),
        service: z.string(),
        environment: z.string(),
        live: placement.nullable(),
        running: releaseRow.nullable(),
        waiting: z.object({ id: z.string(), version: z.string() }).nullable(),
        blocked: z.string().nullable().describe('Why nothing starts until somebody acts.'),
      }),
    ),
  })
  .register(wire, { id: 'LaneList' });

/** The list of lanes, on the wire. */
export type LaneList = z.output<typeof laneList>;

/** The body of an adopt. */
export const adoptBody = z
  .strictObject({ slot: z.enum(['blue', 'green']), version, reason: reason.default('') })
  .register(wire, { id: 'AdoptBody' });

/** The answer to an adopt that was not refused. */
export const adopted = z
  .object({ lane: z.string(), state: z.literal('adopted') })
  .register(wire, { id: 'Adopted' });

/** The answer to an adopt, on the wire. */
export type Adopted = z.output<typeof adopted>;

/** Services that can be released, and what is wrong with the files of others. */
export const serviceList = z
  .object({
    services: z.array(z.object({ service: z.string(), environments: z.array(z.string()) })),
    problems: z.array(z.string()).describe('file:line:column: what is wrong, what was expected.'),
  })
  .register(wire, { id: 'ServiceList' });
