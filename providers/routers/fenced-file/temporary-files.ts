import { randomBytes } from 'node:crypto';
import { open, readdir } from 'node:fs/promises';
import type { Fence } from '../router.ts';

/** A file that a writer made and has not moved into place yet. */
export interface TemporaryFile {
  name: string;
  fence: Fence;
}

/** A name for one writer's temporary file, `LANE.RELEASE.ACT.RANDOM.tmp`. No two attempts share one. */
export function temporaryName(fence: Fence): string {
  return `${fence.lane}.${fence.release}.${fence.act}.${randomBytes(6).toString('hex')}.tmp`;
}

/** The lane's temporary files in the folder. Other files are left out: several lanes may share a folder. */
export async function temporaryFiles(folder: string, lane: string): Promise<TemporaryFile[]> {
  // Names of lanes hold exactly one dot, so no lane's prefix begins another's.
  const prefix = `${lane}.`;
  const found: TemporaryFile[] = [];
  for (const name of await readdir(folder)) {
    if (!name.startsWith(prefix)) continue;
    const [, release, act] = /^(\d+)\.(\d+)\.[0-9a-f]+\.tmp$/.exec(name.slice(prefix.length)) ?? [];
    if (release !== undefined)
      found.push({ name, fence: { lane, release: Number(release), act: Number(act) } });
  }
  return found;
}

/** Writes a new file and waits until its content is on the disk. Throws when the file exists. */
export async function writeDurably(path: string, content: string): Promise<void> {
  const handle = await open(path, 'wx', 0o644);
  try {
    await handle.writeFile(content);
    // A rename can reach the disk before the content does; after a power cut the file would then be empty.
    await handle.sync();
  } finally {
    await handle.close();
  }
}
