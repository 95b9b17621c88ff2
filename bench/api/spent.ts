import { readFile } from 'node:fs/promises';

/** Clock ticks a second, which Linux has fixed for programs. */
const TICKS = 100;

/** What a process used while something was done. */
export interface Spent<T> {
  result: T;
  seconds: number;
  /** Of one core. */
  processorShare: number;
  /** Resident at the end. */
  megabytes: number;
}

/** Watches a process while `act` runs; Linux only. */
export async function spentBy<T>(pid: number, act: () => Promise<T>): Promise<Spent<T>> {
  const before = await processorSeconds(pid);
  const began = performance.now();
  const result = await act();
  const seconds = (performance.now() - began) / 1000;
  const used = (await processorSeconds(pid)) - before;
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const [, kilobytes = '0'] = /^VmRSS:\s+(\d+) kB$/m.exec(status) ?? [];
  return { result, seconds, processorShare: used / seconds, megabytes: Number(kilobytes) / 1024 };
}

/** In user and in system mode, of all its threads. */
async function processorSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The name, which is the second field, may hold spaces; it ends with the last bracket.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}
