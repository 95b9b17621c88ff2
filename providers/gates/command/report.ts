import { createHash } from 'node:crypto';
import { readFile as readText, stat } from 'node:fs/promises';
import { z } from 'zod';
import type { CommandGate } from '../../../config/gates/gate.ts';
import type { JobOutcome } from '../../commands/job/outcome.ts';
import { errorCode } from '../../error-code.ts';
import { tail } from '../../tail.ts';

// Both are told in events, in holds and to notifiers, which together may not outgrow a workflow. No revision that a
// release can have is longer.
const mostRevision = 200;
const mostLink = 2000;

const reportSchema = z.object({
  outcome: z.enum(['pass', 'fail', 'inconclusive']),
  /** Cut where it is told. */
  summary: z.string().trim().min(1),
  /** The revision that was checked. */
  revision: z.string().min(1).max(mostRevision),
  link: z
    .url({ protocol: /^https?$/ })
    .max(mostLink)
    .exactOptional(),
});

/** What a gate's command reports. */
export type Report = z.infer<typeof reportSchema>;

/** A report that was found, or why there is none. */
export type FoundReport =
  | { kind: 'read'; report: Report; from: string }
  | { kind: 'none'; why: string }
  | { kind: 'stale'; why: string };

/** Largest report that is read, in bytes. */
const mostRead = 1024 * 1024;
/** A file's time may lag behind the clock by as much as the system's clock tick, in milliseconds. */
const clockTick = 20;
/** Characters of a report that is none which are told. */
const quoted = 300;

/** The report of a gate's command that has ended. A file that was not written since the command began is stale. */
export async function findReport(
  where: Exclude<CommandGate['report'], { kind: 'none' }>,
  { answer, placedAt, hide }: Pick<JobOutcome, 'answer' | 'placedAt' | 'hide'>,
): Promise<FoundReport> {
  if (where.kind === 'printed') return read(answer, 'standard output');
  const file = await readFile(where.path);
  if (typeof file === 'string') return { kind: 'none', why: file };
  if (file.writtenAt + clockTick < placedAt) {
    const seconds = Math.ceil((placedAt - file.writtenAt) / 1000);
    return { kind: 'stale', why: `${where.path} was written ${seconds} s before the check began` };
  }
  return read(hide(file.text), where.path);
}

function read(text: string, from: string): FoundReport {
  if (text.trim() === '') return { kind: 'none', why: `there is nothing on ${from}` };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { kind: 'none', why: `${from} is not JSON: ${tail(text, quoted)}` };
  }
  const parsed = reportSchema.safeParse(value);
  if (!parsed.success) {
    const wrong = parsed.error.issues.map(
      ({ path, message }) => `${path.join('.') || 'all of it'}: ${message}`,
    );
    return { kind: 'none', why: `${from} is no report (${wrong.join('; ')}): ${tail(text, quoted)}` };
  }
  const hash = createHash('sha256').update(text).digest('hex');
  return { kind: 'read', report: parsed.data, from: `${from}, sha256 ${hash}` };
}

async function readFile(path: string): Promise<{ text: string; writtenAt: number } | string> {
  try {
    // A named pipe would block the opening itself, so what it is comes first.
    const stats = await stat(path);
    if (!stats.isFile()) return `${path} is not a file`;
    if (stats.size > mostRead) return `${path} is larger than 1 MiB`;
    return { text: await readText(path, 'utf8'), writtenAt: stats.mtimeMs };
  } catch (error) {
    const code = errorCode(error) ?? String(error);
    return code === 'ENOENT' ? `there is no file ${path}` : `${path} cannot be read (${code})`;
  }
}
