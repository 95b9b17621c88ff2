import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An incident is noticed within this time, in milliseconds. */
const every = 100;

/** What hits every instance alike, such as a database that fails, or every instance of one version. */
export interface Incident {
  /** Share of requests that fail for it now, 0 to 1, beside those that fail by themselves. */
  share(): number;
  close(): void;
}

/**
 * Looks for the files `incident` and `incident-VERSION` in the folder: while one is there, the share written in it
 * fails, the larger of two.
 */
export function watchIncident(folder: string, version: string): Incident {
  let share = 0;
  const read = async (name: string): Promise<number> => {
    const written = Number(await readFile(join(folder, name), 'utf8').catch(() => '0'));
    return written >= 0 && written <= 1 ? written : 0;
  };
  const look = async (): Promise<void> => {
    share = Math.max(await read('incident'), await read(`incident-${version}`));
  };
  const timer = setInterval(() => void look(), every).unref();
  return { share: () => share, close: () => clearInterval(timer) };
}
