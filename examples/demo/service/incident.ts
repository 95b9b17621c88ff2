import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** An incident is noticed within this time, in milliseconds. */
const every = 100;

/** What hits every instance alike, whatever its version: a database that fails, for example. */
export interface Incident {
  /** Share of requests that fail for it now, 0 to 1, beside those that fail by themselves. */
  share(): number;
  close(): void;
}

/** Looks for the file `incident` in the folder: while it is there, the share written in it fails. */
export function watchIncident(folder: string): Incident {
  let share = 0;
  const look = async (): Promise<void> => {
    const text = await readFile(join(folder, 'incident'), 'utf8').catch(() => '0');
    const read = Number(text);
    share = read >= 0 && read <= 1 ? read : 0;
  };
  const timer = setInterval(() => void look(), every).unref();
  return { share: () => share, close: () => clearInterval(timer) };
}
