import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { endProcess } from './end-process.ts';
import { findProgram } from './program.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** A real Traefik on free loopback ports with a folder of its own. */
export interface TraefikRig {
  /** The folder that Traefik watches. */
  watched: string;
  /** A folder beside it, on the same file system. */
  temporaryFolder: string;
  /** Base URL at which users' requests come in. */
  entry: string;
  /** Base URL by the name of each entry point; `entry` is that of `web`. */
  entries: Record<string, string>;
  /** Base URL of the API, which also serves `/metrics`. */
  api: string;
  metrics: string;
  /** What Traefik has logged so far. */
  log(): Promise<string>;
  /** The running process's id. */
  pid(): number | undefined;
  /** Kills Traefik and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it on the same ports and waits until it answers. */
  start(): Promise<void>;
  /** Ends Traefik and removes the folder. */
  stop(): Promise<void>;
}

/**
 * Starts Traefik and waits until its API answers; leaves nothing behind when that fails. `more` names entry points
 * beside `web`.
 */
export async function startTraefik(more: readonly string[] = []): Promise<TraefikRig> {
  const program = findProgram('traefik', 'SLUICE_TRAEFIK');
  const folder = await temporaryFolder('traefik');
  const watched = join(folder.path, 'dynamic');
  const logFile = join(folder.path, 'traefik.log');
  const ports: Record<string, number> = {};
  for (const name of ['web', ...more, 'traefik']) ports[name] = await freePort();
  const { traefik: apiPort, ...entryPorts } = ports;
  const entries = Object.fromEntries(
    Object.entries(entryPorts).map(([name, port]) => [name, `http://127.0.0.1:${port}`]),
  );
  const api = `http://127.0.0.1:${apiPort}`;
  const log = (): Promise<string> => readFile(logFile, 'utf8');
  let child: ChildProcess | undefined;

  const kill = async (): Promise<void> => {
    if (child) await endProcess(child);
  };
  const start = async (): Promise<void> => {
    const output = await open(logFile, 'a');
    child = spawn(program, options(watched, ports), { stdio: ['ignore', output.fd, output.fd] });
    child.on('error', () => undefined);
    await output.close();
    await until('Traefik to answer', async () => (await fetch(`${api}/api/overview`)).ok).catch(
      async (error) => {
        throw new Error(`Traefik did not start: ${await log()}`, { cause: error });
      },
    );
  };
  const stop = async (): Promise<void> => {
    await kill();
    await folder.remove();
  };
  try {
    await mkdir(watched);
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    watched,
    temporaryFolder: join(folder.path, 'temporary'),
    entry: entries['web'] ?? '',
    entries,
    api,
    metrics: `${api}/metrics`,
    log,
    pid: () => (child?.exitCode === null && child.signalCode === null ? child.pid : undefined),
    kill,
    start,
    stop,
  };
}

function options(watched: string, ports: Record<string, number>): string[] {
  return [
    ...Object.entries(ports).map(([name, port]) => `--entryPoints.${name}.address=127.0.0.1:${port}`),
    '--api.insecure=true',
    '--metrics.prometheus=true',
    '--metrics.prometheus.entryPoint=traefik',
    '--metrics.prometheus.buckets=0.005,0.01,0.025,0.05,0.1,0.25,0.5,1,2.5,5',
    `--providers.file.directory=${watched}`,
    '--providers.providersThrottleDuration=0s',
    '--global.checkNewVersion=false',
    '--global.sendAnonymousUsage=false',
  ];
}
