import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { compareFences } from '../fence.ts';
import type { Fence, WriteOutcome } from '../router.ts';
import { stampOf } from './stamp-line.ts';
import { temporaryFiles, temporaryName, writeDurably } from './temporary-files.ts';

/** One change of one lane's file under a fence. */
export interface FencedWrite {
  /** The file to replace, absolute. */
  file: string;
  /** Where the temporary file is made: on the same file system, and nowhere that the router reads. */
  temporaryFolder: string;
  fence: Fence;
  /** The whole new text; its first line carries the fence. */
  content: string;
  signal: AbortSignal;
}

/** Points at which a writer may be stopped for any length of time. */
export type Stage = 'begun' | 'prepared' | 'cleared' | 'compared';

/**
 * Replaces a file by rename, unless a writer with a higher fence was or is at work. A writer may be stopped at
 * any point and woken at any later time without its write landing over a later one. It makes its own temporary
 * file, named by its fence; removes those of lower and equal fences; looks for temporary files of higher fences
 * and after that at the fence in the file itself; and renames. A later writer that began before this comparison
 * is seen by it, in its temporary file or in the file itself; one that begins after it removes this writer's
 * temporary file, so that the rename fails.
 * Throws when the file carries another lane's mark, when the folders do not fit, or when another attempt of the
 * same act took over. `between` is called at each stage, so that a test can stop the writer there.
 */
export async function fencedWrite(
  write: FencedWrite,
  between: (stage: Stage) => Promise<void> = () => Promise.resolve(),
): Promise<WriteOutcome> {
  const { temporaryFolder, fence, content, signal } = write;
  // Whoever may write there could put another file in the place of ours before it is moved.
  await mkdir(temporaryFolder, { recursive: true, mode: 0o755 });
  await between('begun');
  signal.throwIfAborted();
  const own = temporaryName(fence);
  try {
    await writeDurably(join(temporaryFolder, own), content);
    await between('prepared');
    for (const other of await temporaryFiles(temporaryFolder, fence.lane)) {
      if (other.name === own || compareFences(other.fence, fence) > 0) continue;
      await rm(join(temporaryFolder, other.name), { force: true });
    }
    await between('cleared');
    const standing = await standingAgainst(write);
    if (standing) return standing;
    await between('compared');
    signal.throwIfAborted();
    return await moveIntoPlace(join(temporaryFolder, own), write);
  } finally {
    await rm(join(temporaryFolder, own), { force: true });
  }
}

/** What speaks against the write: a higher fence, at work or in place, or the same text under the same fence. */
async function standingAgainst(write: FencedWrite): Promise<WriteOutcome | undefined> {
  const { file, temporaryFolder, fence, content } = write;
  // The temporary files come first: a later writer's file moves from there to its place, so looking in the
  // other order could miss it in both.
  const waiting = await temporaryFiles(temporaryFolder, fence.lane);
  const higher = waiting.find((other) => compareFences(other.fence, fence) > 0);
  if (higher) return { kind: 'fenced', by: higher.fence };
  const live = await readIfThere(file);
  const stamp = stampOf(live);
  if (!stamp) return undefined;
  if (stamp.lane !== fence.lane) {
    throw new Error(
      `Refused to write ${file}: it belongs to lane ${stamp.lane}, not to ${fence.lane}. ` +
        `Give each lane a router file of its own.`,
    );
  }
  const order = compareFences(stamp, fence);
  if (order > 0) return { kind: 'fenced', by: stamp };
  return order === 0 && live === content ? { kind: 'already' } : undefined;
}

async function moveIntoPlace(own: string, write: FencedWrite): Promise<WriteOutcome> {
  const { file, temporaryFolder, fence } = write;
  try {
    await rename(own, file);
    return { kind: 'written' };
  } catch (error) {
    if (errorCode(error) === 'EXDEV') {
      throw new Error(
        `The temporary folder ${temporaryFolder} is on another file system than ${file}, so a file cannot be ` +
          `moved into place in one act. Set temporaryFolder to a folder on the same file system.`,
        { cause: error },
      );
    }
    if (errorCode(error) !== 'ENOENT') throw error;
    const standing = await standingAgainst(write);
    if (standing) return standing;
    throw new Error(
      `The write of ${file} did not land: its folder is missing, or another attempt of release ` +
        `${fence.release}, act ${fence.act} took over. Look at the folder, then repeat the write.`,
      { cause: error },
    );
  }
}

/** The text of the file, empty where there is none. */
export async function readIfThere(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
