import { mkdir, stat } from 'node:fs/promises';
import type { Logger } from 'pino';
import { StartError } from './start-error.ts';

const [OTHERS_WRITE, GROUP_WRITES, OTHERS_READ] = [0o002, 0o020, 0o004];

/** A folder that the daemon keeps something in. */
export interface KeptFolder {
  folder: string;
  /** The key of the settings that names it. */
  setting: string;
  /** Whoever can write there can have processes ended and started, so a folder that others can write to is refused. */
  steers: boolean;
}

/**
 * Makes a folder for this user alone where there is none, and warns where others may read or change what is in it. One
 * that steers is refused with a StartError when everybody can write to it, or when it is another user's; root, to whom
 * every folder is open, is only warned of that.
 */
export async function keepPrivate({ folder, setting, steers }: KeptFolder, log: Logger): Promise<void> {
  const what = `The folder ${folder} (\`${setting}:\` in the settings)`;
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    const reason = error instanceof Error ? error.message : String(error);
    throw new StartError(`${what} cannot be made: ${reason}`, { cause: error });
  });
  const { uid, mode } = await stat(folder);
  const user = process.geteuid?.() ?? uid;
  const may = (bit: number): boolean => (mode & bit) !== 0;
  const close = `chmod 700 ${folder}`;
  if (uid !== user) {
    const message = `${what} belongs to another user (uid ${uid}), who can change what is in it`;
    if (steers && user !== 0) {
      throw new StartError(`${message}. Take another one, or: chown ${user} ${folder}`);
    }
    log.warn(message);
  }
  if (steers && may(OTHERS_WRITE)) {
    throw new StartError(`${what} can be written by every user of this machine. Do: ${close}`);
  }
  const open = [
    ...(may(GROUP_WRITES) ? ['written by its group'] : []),
    ...(may(OTHERS_WRITE) ? ['written by every user of this machine'] : []),
    ...(may(OTHERS_READ) ? ['read by every user of this machine'] : []),
  ];
  if (open.length > 0) log.warn(`${what} can be ${open.join(' and ')}; to keep it private: ${close}`);
}
