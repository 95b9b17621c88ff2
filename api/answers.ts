import type { z } from 'zod';
import { errors, type ErrorCode } from './errors.ts';
import { problem } from './wire/problem.ts';

interface DocumentedAnswer {
  description: string;
  content: Record<string, { schema: z.ZodType }>;
}

/** What a route answers, for OpenAPI: its results by status, and the codes of its errors. */
export function answers(
  results: Record<number, z.ZodType>,
  ...codes: ErrorCode[]
): Record<string, DocumentedAnswer> {
  const all: Record<string, DocumentedAnswer> = {};
  for (const [status, schema] of Object.entries(results)) {
    all[status] = { description: 'Done', content: { 'application/json': { schema } } };
  }
  const byStatus = Map.groupBy(codes, (code) => errors[code].status);
  for (const [status, same] of byStatus) {
    const description = same.map((code) => `${code}: ${errors[code].title}`).join('; ');
    all[String(status)] = { description, content: { 'application/problem+json': { schema: problem } } };
  }
  return all;
}
