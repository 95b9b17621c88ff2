/** Chains of acts as the archive has them, from their ends: what is asked for most is the newest. */
import { open, readdir, type FileHandle } from 'node:fs/promises';
import { errorCode } from '../../providers/error-code.ts';
import { auditFile, auditFolder } from '../archive/layout.ts';
import { readLine, type AuditLine } from './line.ts';

/** So much is read at once, in bytes. */
const BLOCK = 65_536;
const LINE_BREAK = 10;

/** Names of the chains that have a file: `SERVICE.ENVIRONMENT`, and `registry`. */
export async function auditChains(archiveFolder: string): Promise<string[]> {
  try {
    const names = await readdir(auditFolder(archiveFolder));
    return names.flatMap((name) => (name.endsWith('.jsonl') ? [name.slice(0, -'.jsonl'.length)] : []));
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

/** The lines of a chain, newest first; none where there is no such chain. What is no line is passed over. */
export async function* readChain(archiveFolder: string, chain: string): AsyncGenerator<AuditLine> {
  const handle = await openIfThere(auditFile(archiveFolder, chain));
  if (handle === undefined) return;
  try {
    const seen = new Set<string>();
    for await (const text of textsFromEnd(handle)) {
      const line = readLine(text);
      // A repeated attempt may have written the same line twice.
      if (line === undefined || seen.has(line.hash)) continue;
      seen.add(line.hash);
      yield line;
    }
  } finally {
    await handle.close();
  }
}

async function* textsFromEnd(handle: FileHandle): AsyncGenerator<string> {
  let { size: position } = await handle.stat();
  let rest = Buffer.alloc(0);
  while (position > 0) {
    const length = Math.min(position, BLOCK);
    position -= length;
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, position);
    const block = Buffer.concat([buffer.subarray(0, bytesRead), rest]);
    // The first line of a block begins in the block before it.
    const first = position === 0 ? 0 : block.indexOf(LINE_BREAK) + 1;
    if (position > 0 && first === 0) {
      rest = block;
      continue;
    }
    rest = block.subarray(0, Math.max(0, first - 1));
    yield* block.subarray(first).toString('utf8').split('\n').toReversed();
  }
}

async function openIfThere(file: string): Promise<FileHandle | undefined> {
  try {
    return await open(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
