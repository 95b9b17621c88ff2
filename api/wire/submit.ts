/** What is said and answered to start a release, and to act on one. */
import { z } from 'zod';
import { name } from '../../config/schema/name.ts';
import { duration } from '../../config/schema/quantities.ts';
import { moment } from './moment.ts';
import { note, reason, revision, version } from './names.ts';
import { wire } from './registry.ts';

const now = z
  .boolean()
  .default(false)
  .describe('Abort the release that is under way, if there is one, instead of being refused.');

/** The body of a submit. */
export const submitBody = z
  .strictObject({
    service: name,
    environment: name,
    version,
    revision: revision.exactOptional().describe('The source revision, for gates and people.'),
    committedAt: moment
      .exactOptional()
      .describe('When the revision was committed, for the lead time: 2026-01-31T12:00:00Z.'),
    reason: reason.default(''),
    kind: z
      .enum(['release', 'hotfix'])
      .default('release')
      .describe('hotfix: deploy, smoke, cutover, keep and nothing else; it needs a reason.'),
    now,
    overrideFreeze: z
      .boolean()
      .default(false)
      .describe('No freeze holds this release: it takes the role admin, and a reason.'),
  })
  .refine(({ kind, now: at }) => kind === 'hotfix' || !at, { path: ['now'], message: 'now is for a hotfix' })
  .register(wire, { id: 'SubmitBody' });

/** The body of a rollback. */
export const rollbackBody = z
  .strictObject({
    to: z
      .string()
      .min(1)
      .max(160)
      .exactOptional()
      .describe('A release, by number or id, or a version; absent means the last known good one.'),
    reason: reason.default('').describe('Why; it must not be empty.'),
    now,
  })
  .register(wire, { id: 'RollbackBody' });

/** The answer to a submit that was not refused. */
export const submitted = z
  .object({
    id: z.string().nullable().describe('null: the version is live, and no kept release brought it.'),
    state: z.enum(['running', 'queued', 'live']),
    behind: z.string().exactOptional().describe('The release that runs in the lane now.'),
    note: note.exactOptional(),
    frozen: z
      .string()
      .exactOptional()
      .describe('Why it waits before its first traffic; absent where nothing freezes the lane.'),
    version: z.string().exactOptional().describe('What a rollback goes back to.'),
  })
  .register(wire, { id: 'Submitted' });

/** The answer to a submit, on the wire. */
export type Submitted = z.output<typeof submitted>;

/** The body of an act that means one state of the release. */
export const guardedBody = z.strictObject({
  step: z.int().min(0).describe('`step` of the release as you saw it.'),
  token: z.string().min(1).max(100).describe('`token` of the release as you saw it.'),
  reason: reason.default(''),
});

/** The body of such an act as it is sent: If-Match may say instead what was seen. */
export const guardedRequest = guardedBody
  .partial({ step: true, token: true })
  .refine(together, { path: ['step'], message: 'step and token go together' })
  .register(wire, { id: 'ActBody' });

/** The body of an extend: the limits are those of the release's own check. */
export const extendBody = guardedBody.extend({
  by: duration('How much later it ends: 1s to 30d, such as 30m.', { min: 1000, max: 30 * 86_400_000 }),
});

/** The same as it is sent. */
export const extendRequest = extendBody
  .partial({ step: true, token: true })
  .refine(together, { path: ['step'], message: 'step and token go together' })
  .register(wire, { id: 'ExtendBody' });

/** The answer to an abort: it was taken, also with no worker up. */
export const abortTaken = z
  .object({ id: z.string(), state: z.literal('abort requested') })
  .register(wire, { id: 'AbortTaken' });

/** The answer to an abort, on the wire. */
export type AbortTaken = z.output<typeof abortTaken>;

function together({ step, token }: { step?: unknown; token?: unknown }): boolean {
  return (step === undefined) === (token === undefined);
}
