import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { createObservations, type Observations } from './observations.ts';
import { report } from './tally.ts';

/** A running load generator and what it saw. */
export interface Load {
  pid: number;
  seen: Omit<Observations, 'add'>;
  /** Sends no more, waits for the answers that are still out, and ends the process. */
  stop(): Promise<void>;
}

/** What is asked for: `rate` requests a second; an answer that takes more than `slowerThan` milliseconds is bad. */
export interface LoadOptions {
  url: string;
  rate: number;
  slowerThan: number;
  /** Environment of the process. */
  environment?: NodeJS.ProcessEnv;
}

/** Starts the load in a process of its own. It also ends when this process does, however that happens. */
export async function startLoad({
  url,
  rate,
  slowerThan,
  environment = process.env,
}: LoadOptions): Promise<Load> {
  const program = fileURLToPath(new URL('./main.ts', import.meta.url));
  const child = spawn(process.execPath, [program, url, String(rate), String(slowerThan)], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: environment,
  });
  await once(child, 'spawn');
  if (child.pid === undefined) throw new Error('The load generator has no process id.');
  const seen = createObservations();
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => seen.add(report.parse(JSON.parse(line))));
  const over = Promise.all([once(child, 'exit'), once(lines, 'close')]);
  return {
    pid: child.pid,
    seen,
    stop: async () => {
      child.stdin.end();
      await over;
    },
  };
}
