import { z } from 'zod';
import { wire } from './registry.ts';

/** The body of every error: RFC 9457 with a stable code. */
export const problem = z
  .looseObject({
    type: z.string().describe('urn:sluice:error:CODE'),
    title: z.string(),
    status: z.int(),
    code: z.string().describe('Stable; docs/errors.md has every one.'),
    detail: z.string().describe('What went wrong with what, and the next step.'),
    instance: z.string(),
    requestId: z.string(),
  })
  .register(wire, { id: 'Problem' });

/** An error on the wire. */
export type Problem = z.output<typeof problem>;
