import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { parseLinuxStat } from './process-table.ts';

/**
 * What an instance writes about itself before its command runs. The file is made exclusively, by the instance:
 * whoever starts an incarnation a second time, the second one finds the file and ends. So an incarnation runs
 * once, whatever is killed between the decision to start it and the record that it was.
 */
export interface Claim {
  index: number;
  /** Counts the starts of one instance from 1. */
  incarnation: number;
  /** When the file was made, milliseconds since the epoch. */
  at: number;
  /** Missing while the file is still being written. */
  process?: { pid: number; start: string };
}

/** Shell commands that claim the file `$1` for the shell itself, and end it where another was first. */
export const claimCommands = `
if [ -r /proc/$$/stat ]; then
  IFS= read -r start < /proc/$$/stat
  IFS= read -r boot < /proc/sys/kernel/random/boot_id
else
  start=$(LC_ALL=C ps -o lstart= -p $$)
  boot=none
fi
(set -C; printf '%s\\n%s\\n%s\\n' "$$" "$start" "$boot" > "$1") 2>/dev/null || exit 0
`;

/**
 * The shell script that claims (`$1` is the file) and then becomes the command (`$2`). The process keeps its pid
 * and, as far as the system tells, its start.
 */
export const claimScript = `${claimCommands}
exec /bin/sh -c "$2"
`;

/** The claim file of an incarnation. */
export function claimFile(folder: string, index: number, incarnation: number): string {
  return join(folder, `${index}.${incarnation}.claim`);
}

/** All claims in the folder; none when the folder is gone. */
export async function readClaims(folder: string): Promise<Claim[]> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  });
  const claims = await Promise.all(
    names.map(async (name) => {
      const [, index, incarnation] = /^(\d+)\.(\d+)\.claim$/.exec(name) ?? [];
      if (index === undefined) return undefined;
      const found = await readClaim(join(folder, name));
      return found && { index: Number(index), incarnation: Number(incarnation), ...found };
    }),
  );
  return claims.filter((claim) => claim !== undefined);
}

/** What the shell that claimed the file wrote of itself; undefined where nobody has claimed it. */
export async function readClaim(path: string): Promise<Pick<Claim, 'at' | 'process'> | undefined> {
  try {
    const [text, { mtimeMs }] = await Promise.all([readFile(path, 'utf8'), stat(path)]);
    const claim = { at: Math.round(mtimeMs) };
    const [pid = '', start = '', boot = '', end] = text.split('\n');
    if (end === undefined) return claim;
    if (boot === 'none')
      return { ...claim, process: { pid: Number(pid), start: start.trim().replace(/\s+/g, ' ') } };
    const since = parseLinuxStat(start)?.start ?? '';
    return { ...claim, process: { pid: Number(pid), start: `${since} of boot ${boot}` } };
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}
