import { readdir, readFile } from 'node:fs/promises';

/** What a process has used so far. */
export interface Usage {
  /** Of all its threads, in user code and in the kernel. */
  cpuSeconds: number;
  /** The most that was resident at any time. */
  peakMiB: number;
}

/** The kernel's unit of processor time: 100 a second on every Linux that Node runs on. */
const TICKS = 100;

/** Reads it from `/proc`; zeros where there is no such process. */
export async function usageOf(pid: number): Promise<Usage> {
  const [stat, status] = await Promise.all(
    ['stat', 'status'].map(async (name) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '')),
  );
  const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
  const peak = /^VmHWM:\s+(\d+) kB$/m.exec(status ?? '')?.[1] ?? '0';
  return {
    cpuSeconds: (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS,
    peakMiB: Math.round(Number(peak) / 1024),
  };
}

/** What a process and its children have used so far. */
export interface FamilyUsage {
  /** Of all its threads and of all its children, also those that have ended. */
  cpuSeconds: number;
  /** What all of them hold now; what they share is counted once. */
  nowMiB: number;
}

/** Reads it from `/proc`; zeros where there is no such process. */
export async function usageOfFamily(pid: number): Promise<FamilyUsage> {
  const [children, stat] = await Promise.all(
    [`task/${pid}/children`, 'stat'].map(async (name) =>
      readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => ''),
    ),
  );
  const pids = [
    pid,
    ...(children ?? '')
      .split(' ')
      .filter((each) => each !== '')
      .map(Number),
  ];
  const used = await Promise.all(pids.map(usageOf));
  const held = await Promise.all(pids.map(proportionalMiB));
  const fields = (stat ?? '').slice((stat ?? '').lastIndexOf(')') + 2).split(' ');
  const ended = (Number(fields[13] ?? 0) + Number(fields[14] ?? 0)) / TICKS;
  return {
    cpuSeconds: used.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, ended),
    nowMiB: Math.round(held.reduce((sum, each) => sum + each, 0)),
  };
}

/** What a process holds; of what others hold too, its share. */
async function proportionalMiB(pid: number): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB$/m.exec(rollup)?.[1] ?? '0') / 1024;
}

/** The process among the children of another whose command line holds the text. */
export async function childOf(parent: number, text: string): Promise<number | undefined> {
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => '');
    const [, ppid] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (Number(ppid) !== parent) continue;
    const command = await readFile(`/proc/${name}/cmdline`, 'utf8').catch(() => '');
    if (command.includes(text)) return Number(name);
  }
  return undefined;
}
