/** Freezes and the stop switch on the wire. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { LATEST_MOMENT } from '../../config/latest-moment.ts';
import { duration } from '../../config/schema/quantities.ts';
import { lanePattern } from '../../config/schema/lane-pattern.ts';
import { laneId, reason } from './names.ts';
import { next, pageQuery } from './page.ts';
import { someReason } from './reason-body.ts';
import { wire } from './registry.ts';

const lanes = z.array(z.string()).describe('Patterns, SERVICE@ENVIRONMENT, each part of which may be *.');
const instant = z.union(
  [z.int().min(0).max(LATEST_MOMENT), z.iso.datetime({ offset: true })],
  'expected milliseconds since the epoch, or a time with its offset, up to the year 9999',
);
const given = instant.describe('Milliseconds since the epoch, or a time such as 2026-12-24T00:00:00+01:00.');

/** The body that makes a freeze. */
export const freezeBody = z
  .strictObject({
    lanes: z.array(lanePattern('A pattern of lanes.')).min(1).max(100),
    reason: someReason,
    owner: z
      .string()
      .min(1)
      .max(200)
      .exactOptional()
      .describe('Who answers for it, and is asked about it. Default: whoever makes it.'),
    start: given.exactOptional().describe('Absent: now.'),
    end: given.exactOptional(),
    for: duration('How long, instead of an end: 1m to 365d.', { min: 60_000 }).exactOptional(),
  })
  .refine(({ end, for: length }) => (end === undefined) !== (length === undefined), {
    path: ['end'],
    message: 'expected end or for',
  })
  .register(wire, { id: 'FreezeBody' });

/** The body of the stop. */
export const stopBody = z
  .strictObject({
    reason: reason.default(''),
    running: z
      .enum(['hold', 'abort'])
      .default('hold')
      .describe('What becomes of releases that run: they stand still at their next raise, or are undone.'),
  })
  .register(wire, { id: 'StopBody' });

const state = z.enum(['coming', 'frozen', 'over']);

/** One freeze that somebody made. */
export const freezeView = z
  .object({
    id: z.string(),
    lanes,
    reason: z.string(),
    owner: z.string(),
    start: z.number(),
    end: z.number(),
    state,
    createdBy: z.string(),
    endedBy: z.string().nullable().describe('Who ended it early; null: nobody has.'),
  })
  .register(wire, { id: 'Freeze' });

/** One freeze, on the wire. */
export type FreezeView = z.output<typeof freezeView>;

const stop = z.object({ since: z.number(), actor: z.string(), reason: z.string() });

/** How the stop switch stands, and what became of what ran. */
export const stopView = z
  .object({
    stop: stop.nullable().describe('null: it is off.'),
    aborted: z.array(z.string()).describe('Releases that were asked to undo.'),
    notAborted: z.array(z.string()).describe('Those that could not be asked, and why.'),
  })
  .register(wire, { id: 'Stop' });

/** The stop switch, on the wire. */
export type StopView = z.output<typeof stopView>;

const standing = z.object({
  lane: z.string(),
  frozen: z.string().nullable().describe('Why no traffic is raised now; null: it may be.'),
  nextAllowed: z.number().nullable().describe('When it may be raised next; null: that is not known.'),
});

/** What is listed. */
export const freezeQuery = pageQuery.extend({
  lane: laneId.exactOptional().describe('Only what this lane meets, and how it stands.'),
  state: state.exactOptional().describe('Only freezes that somebody made and that stand so.'),
});

/** Everything that keeps traffic from being raised. What nobody made by hand is on the first page alone. */
export const freezeList = z
  .object({
    stop: stop.nullable(),
    freezes: z
      .array(freezeView)
      .describe('That somebody made: coming, standing, and over for 30 days; the newest first.'),
    next,
    calendars: z.array(
      z.object({
        name: z.string(),
        lanes,
        readAt: z.number().nullable(),
        failed: z.string().exactOptional().describe('Why it could not be read the last time.'),
        next: z
          .array(z.object({ reason: z.string(), start: z.number(), end: z.number() }))
          .describe('What stands and comes, at most 5.'),
      }),
    ),
    lanes: z.array(standing).describe('Every lane of the service files, or the one that was asked for.'),
  })
  .register(wire, { id: 'FreezeList' });

/** A page of it, on the wire. */
export type FreezeList = z.output<typeof freezeList>;
