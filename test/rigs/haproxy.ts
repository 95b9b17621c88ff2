import { spawn, type ChildProcess } from 'node:child_process';
import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { endProcess } from './end-process.ts';
import { findProgram } from './program.ts';
import { runCommand } from './haproxy-command.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { until } from './until.ts';

/** A real HAProxy with the example's configuration, on free loopback ports and with a folder of its own. */
export interface HaproxyRig {
  /** The map's file, which is there and empty at first. */
  map: string;
  socket: string;
  /** Base URL at which users' requests come in. */
  entry: string;
  /** URL of the exporter's page. */
  metrics: string;
  /** URL of the page of response times. */
  latency: string;
  /** What HAProxy has logged so far. */
  log(): Promise<string>;
  /** Sends one command to the Runtime API. */
  command(line: string): Promise<string>;
  /** Lets HAProxy read its configuration again, and waits until the new process answers. */
  reload(): Promise<void>;
  /** Kills HAProxy and waits until it is gone. */
  kill(): Promise<void>;
  /** Starts it on the same ports and waits until it answers. */
  start(): Promise<void>;
  /** Ends HAProxy and removes the folder. */
  stop(): Promise<void>;
}

const example = fileURLToPath(new URL('../../examples/haproxy', import.meta.url));

/**
 * Starts HAProxy for one lane and waits until it answers; leaves nothing behind when that fails. `change` alters the
 * configuration of the example, whose ports, paths and names are replaced already.
 */
export async function startHaproxy(
  lane: string,
  change: (configuration: string) => string = (configuration) => configuration,
): Promise<HaproxyRig> {
  const program = findProgram('haproxy', 'SLUICE_HAPROXY');
  const folder = await temporaryFolder('haproxy');
  const [map, socket] = [join(folder.path, 'maps', 'lane.map'), join(folder.path, 'h.sock')];
  const [file, latencyFile] = [join(folder.path, 'haproxy.cfg'), join(folder.path, 'latency.lf')];
  const logFile = join(folder.path, 'haproxy.log');
  const [entryPort, metricsPort] = [await freePort(), await freePort()];
  const replacements: [string, string][] = [
    ['/run/haproxy/sluice.sock', socket],
    ['/srv/sluice/haproxy/checkout.map', map],
    ['/srv/sluice/haproxy/latency.lf', latencyFile],
    ['checkout-production', lane.replace('.', '-')],
    ['bind :80', `bind 127.0.0.1:${entryPort}`],
    ['127.0.0.1:8404', `127.0.0.1:${metricsPort}`],
  ];
  const log = (): Promise<string> => readFile(logFile, 'utf8');
  const command = (line: string): Promise<string> => runCommand(socket, line);
  const processId = async (): Promise<string | undefined> =>
    /^Pid: (\d+)$/m.exec(await command('show info'))?.[1];
  let child: ChildProcess | undefined;

  // When its master is killed, HAProxy's worker ends by itself; until then it holds the ports.
  const kill = async (): Promise<void> => {
    if (!child) return;
    await endProcess(child);
    await until('HAProxy to be gone', () =>
      command('show info').then(
        () => false,
        () => true,
      ),
    );
  };
  const start = async (): Promise<void> => {
    const output = await open(logFile, 'a');
    child = spawn(program, ['-W', '-f', file], { stdio: ['ignore', output.fd, output.fd] });
    child.on('error', () => undefined);
    await output.close();
    await until('HAProxy to answer', processId).catch(async (error) => {
      throw new Error(`HAProxy did not start: ${await log()}`, { cause: error });
    });
  };
  const reload = async (): Promise<void> => {
    const before = await processId();
    let asked = 0;
    await until('the new process to answer', async () => {
      // The master of HAProxy 2.6 loses a signal that comes while it still starts.
      if (Date.now() - asked > 3000) {
        child?.kill('SIGUSR2');
        asked = Date.now();
      }
      const now = await processId();
      return now !== undefined && now !== before;
    }).catch(async (error) => {
      throw new Error(`HAProxy was not reloaded: ${await log()}`, { cause: error });
    });
  };
  const stop = async (): Promise<void> => {
    await kill();
    await folder.remove();
  };
  try {
    await mkdir(join(folder.path, 'maps'));
    await writeFile(map, '');
    await writeFile(file, change(await replaced('haproxy.cfg', replacements)));
    await writeFile(latencyFile, await replaced('latency.lf', replacements));
    await start();
  } catch (error) {
    await stop();
    throw error;
  }
  const metrics = `http://127.0.0.1:${metricsPort}/metrics`;
  return {
    map,
    socket,
    entry: `http://127.0.0.1:${entryPort}`,
    metrics,
    latency: new URL('latency', metrics).href,
    log,
    command,
    reload,
    kill,
    start,
    stop,
  };
}

async function replaced(name: string, replacements: readonly [string, string][]): Promise<string> {
  let text = await readFile(join(example, name), 'utf8');
  for (const [from, to] of replacements) text = text.replaceAll(from, to);
  return text;
}
