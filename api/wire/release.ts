/** One release as the API shows it. Times are milliseconds since the epoch, weights are basis points. */
import { z } from 'zod';
import { liveWatch, metricEvidence, rampView, ruleEvidence } from './evidence.ts';
import { next } from './page.ts';
import { wire } from './registry.ts';

/** A version in its slot. */
export const placement = z.object({ slot: z.enum(['blue', 'green']), version: z.string() });

/** What a release does, in one word. */
export const phase = z.enum(['starting', 'running', 'paused', 'holding', 'undoing', 'finished']);

/** How a release ended; `lost` did not end by itself but was ended from outside. */
export const outcome = z.enum(['completed', 'reverted', 'refused', 'left', 'lost']);

/** What asked for it; `recovery` puts a lane right whose release was lost. */
export const releaseKind = z.enum(['release', 'rollback', 'hotfix', 'recovery']);

/** One step of the rail. */
const step = z.object({
  kind: z.string(),
  label: z.string(),
  state: z.enum(['waiting', 'running', 'done', 'skipped', 'failed']),
  startedAt: z.number().exactOptional(),
  finishedAt: z.number().exactOptional(),
  extended: z.number().exactOptional().describe('By how many milliseconds people have moved its end.'),
  note: z.string().exactOptional(),
});

/** How an approval stands. */
const approvalView = z.object({
  count: z.number().describe('People in all.'),
  given: z.number(),
  role: z.string().describe('The role that each of them needs.'),
  groups: z
    .array(z.object({ name: z.string(), least: z.number(), given: z.number() }))
    .describe('Their members count, at least so many of each.'),
  people: z.array(z.string()).describe('Who counts by name.'),
  author: z.string().describe('Who started the release, and may not.'),
  authors: z
    .array(z.string())
    .exactOptional()
    .describe('The people for whom it was started, such as by their schedule: they may not, either.'),
  onDeadline: z.enum(['revert', 'hold']),
  who: z.string().describe('Who could approve, in words.'),
  sentence: z.string(),
});

/** What made a release go back. */
export const cause = z.enum(['verdict', 'abort', 'superseded', 'deadline', 'recovery']);

/** Everything about one release. */
export const releaseView = z
  .object({
    id: z.string(),
    lane: z.string(),
    number: z.number(),
    kind: releaseKind,
    version: z.string(),
    revision: z.string().exactOptional(),
    candidate: placement,
    stable: placement.nullable(),
    actor: z.string(),
    reason: z.string(),
    phase,
    outcome: outcome.exactOptional(),
    cause: cause.exactOptional(),
    sentence: z.string().describe('Why it waits, or how it ended.'),
    startedAt: z.number(),
    finishedAt: z.number().exactOptional(),
    knownGood: z
      .literal(true)
      .exactOptional()
      .describe('The candidate is what an undo would go back to, so an abort changes nothing any more.'),
    step: z.number().describe('Index of the present step; acts have to name it.'),
    token: z.string().describe('State token; acts have to name it.'),
    steps: z.array(step),
    deadline: z
      .number()
      .exactOptional()
      .describe('When the present step ends at the latest; absent while paused, and where it has no end.'),
    traffic: z.object({
      asked: z.number(),
      readBack: z
        .number()
        .exactOptional()
        .describe('As of the last write; while it is watched, live is newer.'),
      observed: z.number().exactOptional(),
      proven: z.boolean(),
      at: z.number(),
    }),
    ramp: rampView
      .exactOptional()
      .describe('While a ramp is the present step, as of the last finished chunk of the watch.'),
    hold: z
      .object({
        reason: z.string(),
        message: z.string(),
        since: z.number(),
        deadline: z.number().exactOptional(),
        until: z.number().exactOptional().describe('When a freeze ends by itself, as far as known.'),
        onDeadline: z.enum(['revert', 'stay', 'advance']),
        promotable: z.boolean().describe('`promote` is an answer to it now.'),
        retryable: z.boolean().describe('`retry` is an answer to it.'),
      })
      .exactOptional(),
    pausedBy: z.string().exactOptional(),
    approvals: z.array(
      z.object({
        actor: z.string(),
        at: z.number(),
        groups: z.array(z.string()).exactOptional().describe('Groups of the step that it counts for.'),
      }),
    ),
    approval: approvalView
      .exactOptional()
      .describe('While the present step is an approval: how it stands, and who could approve.'),
    evidence: z.array(metricEvidence).describe('As of the last finished chunk of the watch.'),
    rules: z.array(ruleEvidence).exactOptional().describe('The same of its rules; absent without any.'),
    events: z.number().describe('Number of the newest event.'),
    live: liveWatch.exactOptional().describe('The running watch, newer than evidence.'),
    retrying: z
      .object({ failed: z.number().describe('Attempts so far.'), message: z.string() })
      .exactOptional()
      .describe('What failed and is tried again, with the reason of the last failure.'),
    stale: z.boolean().describe('No worker answered; this is what Temporal itself knew last.'),
  })
  .register(wire, { id: 'Release' });

/** One release, on the wire. */
export type ReleaseView = z.output<typeof releaseView>;

/** One row of a list of releases. */
export const releaseRow = z
  .object({
    id: z.string(),
    lane: z.string(),
    kind: releaseKind.exactOptional(),
    version: z.string(),
    phase,
    outcome: outcome.exactOptional(),
    sentence: z.string(),
    actor: z.string().exactOptional(),
    step: z.number().exactOptional(),
    steps: z.number().exactOptional(),
    label: z.string().exactOptional().describe('The present step in words.'),
    weight: z.number().exactOptional().describe("The candidate's weight as asked, in basis points."),
    hold: z
      .object({ reason: z.string(), since: z.number(), deadline: z.number().exactOptional() })
      .exactOptional()
      .describe('What it stands still over.'),
    startedAt: z.number(),
    finishedAt: z.number().exactOptional(),
  })
  .register(wire, { id: 'ReleaseRow' });

/** One row of a list, on the wire. */
export type ReleaseRow = z.output<typeof releaseRow>;

/** A page of a list of releases: running ones first, then finished ones, newest first. */
export const releasePage = z
  .object({
    releases: z.array(releaseRow),
    next,
  })
  .register(wire, { id: 'ReleasePage' });

/** A page of a list, on the wire. */
export type ReleasePage = z.output<typeof releasePage>;
