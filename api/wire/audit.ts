/** What people did, on the wire. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { laneId, releaseId } from './names.ts';
import { moment } from './moment.ts';
import { cursor, next } from './page.ts';
import { wire } from './registry.ts';

/** A chain of acts: a lane, or the registry of what is neither lane nor release. */
export const chainId = z
  .union([laneId, z.literal('registry')])
  .describe('SERVICE.ENVIRONMENT, or registry: tokens, freezes and whatever else belongs to no lane.');

/** Which acts are listed. */
export const auditQuery = z.strictObject({
  lane: chainId.exactOptional(),
  release: releaseId.exactOptional(),
  actor: z.string().min(1).max(200).exactOptional(),
  act: z.string().min(1).max(100).exactOptional().describe('Such as pause, adopt or token-created.'),
  source: z.string().min(1).max(100).exactOptional().describe('Such as cli or slack.'),
  from: moment.exactOptional(),
  to: moment.exactOptional().describe('Only acts before it; written as `from` is.'),
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor,
});

/** One act: a line of the chain of its lane, or of the registry. */
const auditEntry = z
  .looseObject({
    chain: z.string().describe('SERVICE.ENVIRONMENT, or registry.'),
    number: z.number().describe('Its place in the chain, counted from 1.'),
    at: z.number().describe('When it was done.'),
    recorded: z.number().describe('When its chain took it in; it never decreases.'),
    act: z.string(),
    actor: z.string(),
    source: z.string(),
    reason: z.string(),
    breakGlass: z
      .literal(true)
      .exactOptional()
      .describe('Done above the role of the actor, as an emergency.'),
    subject: z.string().exactOptional().describe('To what, where that is neither lane nor release.'),
    release: z.string().exactOptional(),
    version: z.string().exactOptional(),
    before: z.unknown().optional().describe('How things stood just before it, in a few figures.'),
    after: z.unknown().optional().describe('The same just after it.'),
    prev: z.string().describe('`hash` of the line before; empty for the first.'),
    hash: z.string().describe('SHA-256 in hex of this line without `hash`, written as RFC 8785 says.'),
  })
  .register(wire, { id: 'AuditEntry' });

/** A page of acts, newest first. */
export const auditPage = z
  .object({
    acts: z.array(auditEntry),
    next,
  })
  .register(wire, { id: 'AuditPage' });

/** A page of acts, on the wire. */
export type AuditPage = z.output<typeof auditPage>;

/** The last line of a chain. */
export const auditHead = z
  .object({
    number: z.number().describe('Number of the last line.'),
    hash: z.string().describe('Its hash.'),
  })
  .register(wire, { id: 'AuditHead' });

/** What the owner of a chain wrote last, which is kept beside the file. */
export const auditChain = z
  .object({ chain: z.string(), head: auditHead.nullable().describe('Null: nothing was written yet.') })
  .register(wire, { id: 'AuditChain' });

/** The end of a chain, on the wire. */
export type AuditChain = z.output<typeof auditChain>;
