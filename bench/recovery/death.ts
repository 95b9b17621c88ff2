import { findProcess } from '../../providers/platforms/process/process-table.ts';
import type { Daemon } from '../../examples/demo/rig/daemon.ts';
import { until } from '../../test/rigs/until.ts';
import type { Scene } from './scene.ts';

/** How a daemon ends. */
export interface Way {
  signal: 'SIGKILL' | 'SIGTERM';
  /** The embedded Temporal is killed with it. */
  temporalToo?: true;
}

/** One end of a daemon and its next start; milliseconds since the epoch. */
export interface Death {
  signalled: number;
  gone: number;
  /** When the next process was begun: at once, or when the dead time was over. */
  restarted: number;
  /** When that one said that it is ready. */
  ready: number;
}

/**
 * Ends a daemon, then starts it again as a supervisor does. `whileDead` is awaited in between. Answers when the new
 * process is ready.
 */
export async function dieAndRestart(
  { temporal }: Pick<Scene, 'temporal'>,
  daemon: Daemon,
  { signal, temporalToo }: Way,
  whileDead: () => Promise<unknown> = async () => undefined,
): Promise<Death> {
  const pid = daemon.pid();
  const server = temporalToo === undefined ? undefined : await temporal?.();
  const signalled = Date.now();
  process.kill(pid, signal);
  if (server !== undefined) process.kill(server, signal);
  await until('the daemon to be gone', async () => (await findProcess(pid)) === undefined, 30_000, 20);
  const gone = Date.now();
  await whileDead();
  const restarted = Date.now();
  await daemon.start();
  return { signalled, gone, restarted, ready: Date.now() };
}

/** The daemon with this process id. */
export function daemonOf({ daemons }: Pick<Scene, 'daemons'>, pid: number): Daemon {
  const found = daemons.find((daemon) => daemon.pid() === pid);
  if (found === undefined) throw new Error(`No daemon has the process id ${pid}.`);
  return found;
}
