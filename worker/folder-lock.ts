import { randomUUID } from 'node:crypto';
import { link, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { errorCode } from '../providers/error-code.ts';
import { findProcess } from '../providers/platforms/process/process-table.ts';
import { findLiving } from './living.ts';
import { StartError } from './start-error.ts';

/** The right of one daemon to a data folder with an embedded Temporal in it. */
export interface FolderLock {
  /** Gives it up. A daemon that is killed needs not: the lock of a process that ended counts for nothing. */
  release(): Promise<void>;
}

const ownerSchema = z.object({ pid: z.number(), start: z.string() });

interface Lock {
  file: string;
  number: number;
  owner: z.output<typeof ownerSchema> | undefined;
}

/**
 * Takes the lock of a data folder, which is made if it does not exist. Throws a StartError with the pid when a
 * living process has it; `setting` is where another folder is named.
 *
 * The lock is the file `daemon.N.lock` with the highest N. A stale one is not removed but outnumbered: of two
 * daemons that see it at the same time only one can make the next number.
 */
export async function lockFolder(folder: string, setting = '`data:` in the settings'): Promise<FolderLock> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const own = await findProcess(process.pid);
  if (!own) throw new Error('This process is not in the process table.');
  for (;;) {
    const before = await readLocks(folder);
    await refuseIfHeld(folder, before, setting);
    const number = Math.max(0, ...before.map((lock) => lock.number)) + 1;
    const file = join(folder, `daemon.${number}.lock`);
    if (!(await makeExclusively(file, JSON.stringify({ pid: own.pid, start: own.start })))) continue;
    // A listing that was read while others made and removed locks may have missed one.
    const others = (await readLocks(folder)).filter((lock) => lock.file !== file);
    try {
      await refuseIfHeld(folder, others, setting);
    } catch (error) {
      await rm(file, { force: true });
      throw error;
    }
    for (const { file: stale } of others) await rm(stale, { force: true });
    return { release: () => rm(file, { force: true }) };
  }
}

async function refuseIfHeld(folder: string, locks: Lock[], setting: string): Promise<void> {
  for (const { owner } of locks) {
    if (!(await findLiving(owner))) continue;
    throw new StartError(
      `The data folder ${folder} is in use by process ${owner?.pid}. Stop that one, or give this one a data folder of its own (${setting}).`,
    );
  }
}

async function readLocks(folder: string): Promise<Lock[]> {
  const locks: Lock[] = [];
  for (const name of await readdir(folder)) {
    const [, number] = /^daemon\.(\d+)\.lock$/.exec(name) ?? [];
    const file = join(folder, name);
    if (number !== undefined) locks.push({ file, number: Number(number), owner: await readOwner(file) });
  }
  return locks;
}

async function readOwner(file: string): Promise<Lock['owner']> {
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return '';
    throw error;
  });
  try {
    return ownerSchema.safeParse(JSON.parse(text)).data;
  } catch {
    // A lock is linked only when it is whole, so what cannot be read was cut short by a crash of the machine.
    return undefined;
  }
}

/** Makes the file with its whole content at once; false when there is one. */
async function makeExclusively(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, content, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { force: true });
  }
}
