import { z } from 'zod';
import { examples } from './examples/index.ts';

/** One schema that is being written as JSON Schema. */
interface Written {
  zodSchema: z.core.$ZodType;
  jsonSchema: z.core.JSONSchema.BaseSchema;
}

/** Adds descriptions and examples: what writes the schemas reads only the registry of their names. */
export function annotate({ zodSchema, jsonSchema }: Written): void {
  const description = z.globalRegistry.get(zodSchema)?.description;
  const example = examples.get(zodSchema);
  if (description !== undefined) jsonSchema.description = description;
  if (example !== undefined) jsonSchema.examples = [example];
}
