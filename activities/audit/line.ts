/** One line of a chain: an act, its number, the hash of the line before it, and its own. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AuditAct, AuditHead } from '../../workflows/audit-messages.ts';

/** A line as it is read back; what a later version of Sluice added to it is kept. */
export const auditLine = z.looseObject({
  chain: z.string(),
  number: z.int().min(1),
  at: z.number(),
  recorded: z.number(),
  act: z.string(),
  actor: z.string(),
  source: z.string(),
  reason: z.string(),
  breakGlass: z.literal(true).exactOptional(),
  subject: z.string().exactOptional(),
  release: z.string().exactOptional(),
  version: z.string().exactOptional(),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  prev: z.string(),
  hash: z.string(),
});

/** A line, read. */
export type AuditLine = z.output<typeof auditLine>;

/** What the first line of a chain follows. */
export const BEGINNING: AuditHead = { number: 0, hash: '' };

/** The line that an act becomes after another. Pure. */
export function lineAfter(chain: string, { number, hash: prev }: AuditHead, act: AuditAct): AuditLine {
  const line = { chain, number: number + 1, ...act, prev };
  return { ...line, hash: hashOf(line) };
}

/** SHA-256, in hex, of a line without its hash, written as RFC 8785 (JSON Canonicalization Scheme) says. Pure. */
export function hashOf({ hash: _, ...line }: Record<string, unknown>): string {
  return createHash('sha256').update(canonical(line)).digest('hex');
}

/** Whether a line holds this act and no other. Pure. */
export function holds(
  { chain: _, number: __, prev: ___, hash: ____, ...held }: AuditLine,
  act: AuditAct,
): boolean {
  return canonical(held) === canonical(act);
}

/** The line of a text; undefined where it is none, such as one that a power cut tore. */
export function readLine(text: string): AuditLine | undefined {
  try {
    return auditLine.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, each]) => `${JSON.stringify(key)}:${canonical(each)}`).join(',')}}`;
}
