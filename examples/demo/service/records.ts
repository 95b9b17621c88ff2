import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** Who an instance is, as Sluice told it. */
export interface Identity {
  token: string;
  slot: string;
  version: string;
}

/** Length of the windows in which started requests are counted, in milliseconds. */
const startWindow = 100;

/** Windows are written this often, in milliseconds; a SIGKILL loses no more than these and the open one. */
const flushInterval = 200;

/**
 * Appends one line to the file `spawns.log`: time, process id, slot, version, token, divided by tabs. One append of
 * a short line is one act, so that instances may share the file.
 */
export function recordSpawn(folder: string, { token, slot, version }: Identity): void {
  appendFileSync(
    join(folder, 'spawns.log'),
    `${[Date.now(), process.pid, slot, version, token].join('\t')}\n`,
  );
}

/** Counts requests as they start. */
export interface StartRecord {
  count(): void;
  /** Writes what is not written yet; for the end of the process. */
  close(): void;
}

/**
 * Counts started requests in windows of 100 ms and appends those that are over to `starts/TOKEN`, a line each: start of
 * the window in milliseconds since the epoch, a tab, the count. A window without requests has no line; one that
 * was cut by a close may have a second line, which adds to the first.
 */
export function recordStarts(folder: string, token: string, now: () => number = Date.now): StartRecord {
  mkdirSync(join(folder, 'starts'), { recursive: true });
  const file = join(folder, 'starts', token);
  const windows = new Map<number, number>();
  const timer = setInterval(() => write(windowOf(now())), flushInterval).unref();
  return {
    count() {
      const window = windowOf(now());
      windows.set(window, (windows.get(window) ?? 0) + 1);
    },
    close() {
      clearInterval(timer);
      write(Number.POSITIVE_INFINITY);
    },
  };

  function write(before: number): void {
    const over = [...windows].filter(([window]) => window < before);
    if (over.length === 0) return;
    appendFileSync(file, over.map(([window, count]) => `${window}\t${count}\n`).join(''));
    for (const [window] of over) windows.delete(window);
  }
}

function windowOf(time: number): number {
  return Math.floor(time / startWindow) * startWindow;
}
