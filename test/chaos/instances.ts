import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { findProcess } from '../../providers/platforms/process/process-table.ts';

/** The newest living instance of a slot, by the record that instances write as they start. */
export async function newestInstance(records: string, slot: string): Promise<number | undefined> {
  const text = await readFile(join(records, 'spawns.log'), 'utf8').catch(() => '');
  const pids = text.split('\n').flatMap((line) => {
    const [, pid, place] = line.split('\t');
    return place === slot ? [Number(pid)] : [];
  });
  for (const pid of pids.toReversed()) if ((await findProcess(pid)) !== undefined) return pid;
  return undefined;
}
