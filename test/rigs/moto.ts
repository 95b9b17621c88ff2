import { spawn, type ChildProcess } from 'node:child_process';
import { freePort } from './free-port.ts';
import { giveAwsCredentials } from './aws-credentials.ts';
import { endProcess } from './end-process.ts';
import { findProgram } from './program.ts';
import { until } from './until.ts';

/** A moto server on a free loopback port: it keeps what AWS would keep, in memory, and moves no traffic. */
export interface MotoRig {
  /** Base URL that takes the place of AWS's own, for every service. */
  endpoint: string;
  /** Kills moto, and all that it kept is gone. */
  kill(): Promise<void>;
  /** Starts it on the same port and waits until it answers. */
  start(): Promise<void>;
  /** Ends moto. */
  stop(): Promise<void>;
}

/** Starts moto and gives this process credentials and a region for it. */
export async function startMoto(): Promise<MotoRig> {
  const program = findProgram('moto_server', 'SLUICE_MOTO');
  const port = await freePort();
  const endpoint = `http://127.0.0.1:${port}`;
  giveAwsCredentials();
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child) await endProcess(child);
  };
  const start = async (): Promise<void> => {
    child = spawn(program, ['-H', '127.0.0.1', '-p', String(port)], { stdio: 'ignore' });
    child.on('error', () => undefined);
    await until('moto to answer', async () => (await fetch(`${endpoint}/moto-api/data.json`)).ok);
  };
  try {
    await start();
  } catch (error) {
    await kill();
    throw error;
  }
  return { endpoint, kill, start, stop: kill };
}
