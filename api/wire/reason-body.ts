/** The bodies of acts that say why, and nothing else. */
import { z } from 'zod';
import { reason } from './names.ts';
import { wire } from './registry.ts';

/** Words of the actor that are not empty. */
export const someReason = reason.regex(/\S/, 'expected a reason');

/** The body of an act that needs a reason. */
export const reasonBody = z.strictObject({ reason: someReason }).register(wire, { id: 'ReasonBody' });

/** The body of an act that may have one; some need it all the same, such as rejecting a deployment. */
export const optionalReasonBody = z
  .strictObject({ reason: reason.default('').describe('Why, for the record.') })
  .register(wire, { id: 'OptionalReasonBody' });

/** The body of an act that says nothing. */
export const emptyBody = z.strictObject({}).register(wire, { id: 'EmptyBody' });
