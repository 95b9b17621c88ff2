/** The index of the archive, kept in memory: it only grows, so that of a file known already only the end is read. */
import { open, type FileHandle } from 'node:fs/promises';
import { z } from 'zod';
import { errorCode } from '../../providers/error-code.ts';
import type { ReportEntry } from './report.ts';

const entrySchema = z.object({
  id: z.string(),
  lane: z.string(),
  number: z.number(),
  kind: z.string().default('release'),
  version: z.string(),
  outcome: z.string(),
  cause: z.string().exactOptional(),
  sentence: z.string(),
  actor: z.string(),
  startedAt: z.number(),
  finishedAt: z.number(),
  committedAt: z.number().exactOptional(),
  submittedAt: z.number().exactOptional(),
  servedAt: z.number().exactOptional(),
  backAt: z.number().exactOptional(),
});

/** What is known of one file. */
interface Known {
  /** A file that was moved into its place is another one. */
  inode: number;
  /** Bytes up to the last line break; the line after it may not be whole yet. */
  read: number;
  /** The last of these bytes: where they are no more, the file was written anew. */
  mark: Buffer;
  entries: Map<string, ReportEntry>;
  /** Bytes of the file when this was put in order, newest first. */
  size: number;
  inOrder: readonly ReportEntry[];
}

const NOTHING: Known = {
  inode: 0,
  read: 0,
  mark: Buffer.alloc(0),
  entries: new Map(),
  size: 0,
  inOrder: [],
};
/** Bytes by which a file is known again. */
const MARK = 256;

const files = new Map<string, Promise<Known>>();

/**
 * Every entry, newest first; none where there is no such file. A line that a power cut tore is passed over.
 */
export async function readIndex(file: string): Promise<readonly ReportEntry[]> {
  // One after the other: two that read the same end would both add it.
  const before = files.get(file);
  const reading = (async () => readOn(file, await before?.catch(() => undefined)))();
  files.set(file, reading);
  return (await reading).inOrder;
}

async function readOn(file: string, before: Known | undefined): Promise<Known> {
  const handle = await open(file).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
    return undefined;
  });
  if (handle === undefined) return NOTHING;
  try {
    const { ino: inode, size } = await handle.stat();
    const same = before?.inode === inode && before.size <= size && (await isMarked(handle, before));
    if (same && before.size === size) return before;
    const { read, mark, entries } = same ? before : { ...NOTHING, entries: new Map<string, ReportEntry>() };
    const fresh = await readFrom(handle, read, size - read);
    for (const line of fresh.toString('utf8').split('\n')) {
      const entry = parseEntry(line);
      if (entry !== undefined) entries.set(entry.id, entry);
    }
    const whole = fresh.subarray(0, fresh.lastIndexOf('\n') + 1);
    return {
      inode,
      read: read + whole.length,
      mark: Buffer.concat([mark, whole]).subarray(-MARK),
      entries,
      size: read + fresh.length,
      inOrder: [...entries.values()].toSorted(newestFirst),
    };
  } finally {
    await handle.close();
  }
}

async function isMarked(handle: FileHandle, { read, mark }: Known): Promise<boolean> {
  return mark.equals(await readFrom(handle, read - mark.length, mark.length));
}

async function readFrom(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
  return buffer.subarray(0, bytesRead);
}

/** Which of two comes first in a list. */
export function newestFirst(
  a: Pick<ReportEntry, 'id' | 'finishedAt'>,
  b: Pick<ReportEntry, 'id' | 'finishedAt'>,
): number {
  if (a.id === b.id) return 0;
  return b.finishedAt - a.finishedAt || (a.id < b.id ? 1 : -1);
}

function parseEntry(line: string): ReportEntry | undefined {
  if (line === '') return undefined;
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}
