import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from './free-port.ts';
import { isHealthy } from '../../worker/embedded/health.ts';
import { PROMPT_TIMERS } from '../../worker/embedded/launch.ts';
import { temporalPath } from '../tools.ts';
import { endProcess } from './end-process.ts';
import { until } from './until.ts';

/** A Temporal that no daemon owns: in memory, without Sluice's search attributes. */
export interface TemporalRig {
  address: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A server that is not started yet, on a free port, with more of its own options where they are given. */
export async function makeTemporalRig(more: string[] = []): Promise<TemporalRig> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  let child: ChildProcess | undefined;
  return {
    address,
    async start() {
      const options = ['--headless', '--ip', '127.0.0.1', '--port', String(port), '--log-level', 'never'];
      child = spawn(temporalPath(), ['server', 'start-dev', ...PROMPT_TIMERS, ...options, ...more], {
        stdio: 'ignore',
      });
      await until('Temporal to serve', () => isHealthy(address, 'default', 500));
    },
    async stop() {
      if (child) await endProcess(child);
    },
  };
}
