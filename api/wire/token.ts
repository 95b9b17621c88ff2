/** API tokens as the API shows them. Times are milliseconds since the epoch. */
import { z } from 'zod';
import { ROLES } from '../../config/grants.ts';
import { readLanePattern } from '../../config/schema/claim-rule.ts';
import { name } from '../../config/schema/name.ts';
import { duration } from '../../config/schema/quantities.ts';
import { reason } from './names.ts';
import { next, pageQuery } from './page.ts';
import { wire } from './registry.ts';

const lane = z
  .string()
  .refine(
    (text) => 'value' in readLanePattern(text),
    'expected SERVICE@ENVIRONMENT, each of them a name or *',
  );

/** A role in some lanes. */
export const grant = z
  .strictObject({
    role: z.enum(ROLES),
    lanes: z.array(lane).min(1).max(200).describe('SERVICE@ENVIRONMENT; each part may be *.'),
    breakGlass: z
      .literal(true)
      .exactOptional()
      .describe('May act above the role in these lanes with a reason.'),
  })
  .register(wire, { id: 'Grant' });

const state = z.enum(['active', 'expired', 'revoked']);

/** A token as it is kept, without what it is known by. */
export const tokenView = z
  .object({
    id: z.string(),
    name: z.string().describe('Whom its acts are recorded under.'),
    grants: z.array(grant),
    groups: z.array(z.string()),
    createdBy: z.string(),
    createdAt: z.number(),
    expiresAt: z.number().nullable().describe('null: never.'),
    revokedAt: z.number().nullable(),
    state,
  })
  .register(wire, { id: 'Token' });

/** A token, on the wire. */
export type TokenView = z.output<typeof tokenView>;

/** Which tokens are listed. */
export const tokenQuery = pageQuery.extend({ name: name.exactOptional(), state: state.exactOptional() });

/** A page of tokens, the newest first. */
export const tokenList = z.object({ tokens: z.array(tokenView), next }).register(wire, { id: 'TokenList' });

/** A page of tokens, on the wire. */
export type TokenList = z.output<typeof tokenList>;

/** A token that was made. */
export const tokenMade = tokenView
  .extend({
    secret: z
      .string()
      .nullable()
      .describe('The token. It is shown this once: null in the answer to a repeat.'),
  })
  .register(wire, { id: 'TokenMade' });

/** A token that was made, on the wire. */
export type TokenMade = z.output<typeof tokenMade>;

/** The body that asks for a token. */
export const tokenBody = z
  .strictObject({
    name,
    grants: z.array(grant).min(1).max(20),
    groups: z.array(z.string().min(1).max(100)).max(100).default([]).describe('Groups for approvals.'),
    expiresIn: duration('How long it lasts, such as 90d; null: until it is revoked.', { min: 1000 })
      .nullable()
      .prefault('90d'),
    reason: reason.default(''),
  })
  .register(wire, { id: 'TokenBody' });
