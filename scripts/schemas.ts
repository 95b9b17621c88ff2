/** Writes the JSON Schemas of both files, which editors use. */
import { mkdir, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { serviceFile } from '../config/schema/service-file.ts';
import { settings } from '../config/schema/settings.ts';

const FOLDER = new URL('../docs/schemas/', import.meta.url);

/** The schemas as they are published, by file name. They describe what is written, not what is read from it. */
export const SCHEMAS = new Map([
  ['service.schema.json', schemaText(serviceFile)],
  ['settings.schema.json', schemaText(settings)],
]);

if (import.meta.main) {
  await mkdir(FOLDER, { recursive: true });
  for (const [name, text] of SCHEMAS) await writeFile(new URL(name, FOLDER), text);
}

function schemaText(schema: z.ZodType): string {
  return `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`;
}
