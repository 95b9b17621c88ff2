/** Lanes and services as the API shows them. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { auditHead } from './audit.ts';
import { note, reason, version } from './names.ts';
import { next, pageQuery } from './page.ts';
import { wire } from './registry.ts';
import { outcome, placement, releaseKind, releaseRow } from './release.ts';

/** How a lane's router was found between releases. */
export const routerFound = z
  .object({
    state: z
      .enum(['as-written', 'drift', 'unloaded', 'targets', 'unreadable'])
      .describe(
        'drift: somebody else changed it; unloaded: it has not loaded what is stored in it; targets: other ' +
          'instances serve than it sends to; unreadable: it could not be read for a minute.',
      ),
    since: z.number(),
    message: z.string().describe('What it is and what is done about it; empty where it is as written.'),
  })
  .register(wire, { id: 'RouterFound' });

/** Everything about one lane. */
export const laneView = z
  .object({
    lane: z.string(),
    token: z.string().exactOptional().describe('Changes with the lane; ETag and If-Match are made of it.'),
    live: placement.nullable(),
    running: z
      .object({
        id: z.string(),
        kind: releaseKind,
        version: z.string(),
        actor: z.string(),
        startedAt: z.number(),
      })
      .nullable(),
    waiting: z
      .object({
        id: z.string(),
        kind: releaseKind,
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
        kind: releaseKind,
        version: z.string(),
        outcome,
        reason: z.string(),
        finishedAt: z.number(),
      }),
    ),
    router: routerFound
      .extend({ lookedAt: z.number().nullable().describe('When it was last read; null: not since then.') })
      .nullable()
      .describe(
        'Null while a release runs, whose watch looks at it, and where the lane is blocked or empty.',
      ),
    routerEvents: z
      .array(z.object({ at: z.number(), message: z.string(), page: z.boolean() }))
      .describe('What was found at the router between releases, newest first, at most 10.'),
    good: z
      .array(z.object({ version: z.string(), release: z.string().nullable(), number: z.number() }))
      .describe('Known good, newest first: the first is live, and a rollback goes back to the next.'),
    audit: auditHead.nullish().describe("The last line of the lane's chain of acts; null before the first."),
  })
  .register(wire, { id: 'Lane' });

/** One lane, on the wire. */
export type LaneView = z.output<typeof laneView>;

/** Which lanes are listed. */
export const laneQuery = pageQuery.extend({
  service: name.exactOptional(),
  environment: name.exactOptional(),
});

/** One lane of a list. */
export const laneRow = z.object({
  lane: z.string(),
  service: z.string(),
  environment: z.string(),
  live: placement.nullable(),
  running: releaseRow.nullable(),
  waiting: z.object({ id: z.string(), version: z.string() }).nullable(),
  blocked: z.string().nullable().describe('Why nothing starts until somebody acts.'),
  router: routerFound.nullable(),
});

/** One lane of a list, on the wire. */
export type LaneRow = z.output<typeof laneRow>;

/** Lanes that exist: what runs in each now. */
export const laneList = z
  .object({
    next,
    lanes: z.array(laneRow),
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
    next,
    services: z.array(z.object({ service: z.string(), environments: z.array(z.string()) })),
    problems: z.array(z.string()).describe('file:line:column: what is wrong, what was expected.'),
  })
  .register(wire, { id: 'ServiceList' });

/** The answer on the wire. */
export type ServiceList = z.output<typeof serviceList>;
