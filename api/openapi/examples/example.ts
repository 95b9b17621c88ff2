import type { z } from 'zod';

/** A schema, and an example of what is sent by it, before anything is made of that. */
export type Example = [z.ZodType, unknown];

/** Puts the two together. */
export function example<Schema extends z.ZodType>(schema: Schema, value: z.input<Schema>): Example {
  return [schema, value];
}
