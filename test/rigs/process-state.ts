import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';

/** The state letter of a process as `ps` shows it, such as `T` when it is stopped; undefined where there is none. */
export async function processState(pid: number): Promise<string | undefined> {
  const child = spawn('ps', ['-o', 'stat=', '-p', String(pid)], { stdio: ['ignore', 'pipe', 'ignore'] });
  return (await text(child.stdout)).trim()[0];
}
