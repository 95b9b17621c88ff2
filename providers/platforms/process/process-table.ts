import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** One process of this machine that has not ended. */
export interface ProcessEntry {
  pid: number;
  group: number;
  /** Tells two processes with one pid apart: when it started, in a form of the system's own. */
  start: string;
}

const run = promisify(execFile);

/** A living process by its pid; undefined when there is none or it is a zombie. */
export async function findProcess(pid: number): Promise<ProcessEntry | undefined> {
  if (process.platform === 'linux') return readLinux(pid);
  const lines = await runPs(['-ww', '-o', psColumns, '-p', String(pid)]);
  return lines.map(parsePsLine).find((entry) => entry?.pid === pid);
}

/**
 * All living processes of the groups, and all whose environment the expression fits. A process that overwrote
 * its environment, or that belongs to another user, is found by its group only.
 */
export async function findProcesses(groups: Set<number>, environment: RegExp): Promise<ProcessEntry[]> {
  if (process.platform === 'linux') return findLinux(groups, environment);
  const lines = await runPs(['axeww', '-o', psColumns]);
  return lines.flatMap((line) => {
    const entry = parsePsLine(line);
    return entry && (groups.has(entry.group) || environment.test(line)) ? [entry] : [];
  });
}

async function findLinux(groups: Set<number>, environment: RegExp): Promise<ProcessEntry[]> {
  const found: ProcessEntry[] = [];
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const entry = await readLinux(Number(name));
    if (!entry) continue;
    const own = await readFile(`/proc/${name}/environ`, 'utf8').catch(() => '');
    if (groups.has(entry.group) || environment.test(own)) found.push(entry);
  }
  return found;
}

async function readLinux(pid: number): Promise<ProcessEntry | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const entry = line === undefined ? undefined : parseLinuxStat(line);
  // Linux counts starts from the boot, so a start alone could fit another process after a reboot.
  return entry && { ...entry, start: `${entry.start} of boot ${await bootId()}` };
}

async function bootId(): Promise<string> {
  return (await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim();
}

/** Reads a line of Linux's `/proc/PID/stat`, with the start in ticks since the boot; undefined for a zombie. */
export function parseLinuxStat(line: string): ProcessEntry | undefined {
  // The command's name stands in parentheses and may hold blanks and parentheses itself.
  const [state, , group, ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const start = rest[16];
  if (state === undefined || 'ZXx'.includes(state) || start === undefined) return undefined;
  return { pid: Number.parseInt(line, 10), group: Number(group), start };
}

const psColumns = 'pid=,pgid=,stat=,lstart=,command=';

/** Reads a line of `ps` with the columns above; undefined for a zombie. */
export function parsePsLine(line: string): ProcessEntry | undefined {
  const [, pid, group, state, start] =
    /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(\S+\s+\S+\s+\S+\s+\S+\s+\d{4})/.exec(line) ?? [];
  if (state === undefined || start === undefined || state.startsWith('Z')) return undefined;
  return { pid: Number(pid), group: Number(group), start: start.replace(/\s+/g, ' ') };
}

async function runPs(options: string[]): Promise<string[]> {
  const environment = { PATH: process.env['PATH'] ?? '', LC_ALL: 'C' };
  try {
    const { stdout } = await run('ps', options, { env: environment, maxBuffer: 64 * 1024 * 1024 });
    return stdout.split('\n');
  } catch (error) {
    // ps ends with 1 when no process fits.
    if (error instanceof Error && 'stdout' in error && error.stdout === '') return [];
    throw error;
  }
}
