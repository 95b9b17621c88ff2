import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Connection } from '@temporalio/client';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endProcess } from '../rigs/end-process.ts';
import { temporaryFolder, type TemporaryFolder } from '../rigs/temporary-folder.ts';
import { until } from '../rigs/until.ts';
import { temporalPath } from '../tools.ts';
import { findProcess } from '../../providers/platforms/process/process-table.ts';
import { isHealthy } from '../../worker/embedded/health.ts';
import { embeddedLayout } from '../../worker/embedded/layout.ts';
import { readRecord } from '../../worker/embedded/record.ts';
import { endServers, findServers } from '../../worker/embedded/survivors.ts';

const daemonFile = fileURLToPath(new URL('../rigs/stand-ins/embedded-daemon.ts', import.meta.url));

interface Daemon {
  child: ChildProcess;
  /** What it has printed so far. */
  said(): string;
}

let folder: TemporaryFolder;
let daemons: Daemon[];

beforeEach(async () => {
  folder = await temporaryFolder('embedded');
  daemons = [];
});

afterEach(async () => {
  for (const { child } of daemons) await endProcess(child);
  const layout = embeddedLayout(folder.path);
  await endServers(layout, await findServers(layout, await readRecord(layout.record)), 0);
  await folder.remove();
});

test('a server that is killed runs again on the same port', async () => {
  const daemon = startDaemon();
  const address = await ready(daemon);
  const killed = await serverPid();
  process.kill(killed, 'SIGKILL');
  await until('another server', async () => (await serverPid()) !== killed);
  await until('it to serve', () => isHealthy(address, 'default', 500));
  expect(daemon.said()).toContain('starting it again');
});

test('it answers many lists at once, where Temporal as it comes would tell some to come again', async () => {
  const address = await ready(startDaemon());
  // Without interceptors a call that is refused is not repeated.
  const connection = await Connection.connect({ address, interceptors: [] });
  try {
    const list = { namespace: 'default', query: `WorkflowType = 'release'` };
    const asked = Array.from({ length: 600 }, async () =>
      connection.workflowService.listWorkflowExecutions(list),
    );
    const refused = (await Promise.allSettled(asked)).filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([]);
  } finally {
    await connection.close();
  }
});

test('the next daemon takes over the server of one that was killed', async () => {
  const first = startDaemon();
  const address = await ready(first);
  const pid = await serverPid();
  await endProcess(first.child);
  expect(await findProcess(pid)).toBeDefined();
  const second = startDaemon();
  expect(await ready(second)).toBe(address);
  expect(await serverPid()).toBe(pid);
  expect(second.said()).toContain('took over');
});

test('the next daemon ends a server that does not answer, and starts it again on the same port', async () => {
  const first = startDaemon();
  const address = await ready(first);
  const pid = await serverPid();
  process.kill(pid, 'SIGSTOP');
  await endProcess(first.child);
  const second = startDaemon();
  expect(await ready(second)).toBe(address);
  expect(await findProcess(pid)).toBeUndefined();
  expect(await serverPid()).not.toBe(pid);
});

test('a server that was started but not recorded is found and ended', async () => {
  const first = startDaemon();
  await ready(first);
  const pid = await serverPid();
  await endProcess(first.child);
  const record = await readRecord(embeddedLayout(folder.path).record);
  const { process: _process, ...before } = record ?? { port: 0, startedAt: 0, serverVersion: '' };
  await writeFile(join(folder.path, 'temporal.json'), JSON.stringify(before));
  await ready(startDaemon());
  expect(await findProcess(pid)).toBeUndefined();
});

test('a folder in use is refused with the pid of the daemon that uses it', async () => {
  const first = startDaemon();
  await ready(first);
  const second = startDaemon();
  expect(await ended(second)).toBe(2);
  expect(second.said()).toContain(`in use by process ${first.child.pid}`);
});

test('a daemon that is told to stop leaves neither server nor lock', async () => {
  const daemon = startDaemon();
  await ready(daemon);
  const pid = await serverPid();
  daemon.child.kill('SIGTERM');
  expect(await ended(daemon)).toBe(0);
  expect(await findProcess(pid)).toBeUndefined();
  expect((await readdir(folder.path)).filter((name) => name.endsWith('.lock'))).toEqual([]);
});

test('a database that another server version wrote is refused with a way out', async () => {
  const first = startDaemon();
  await ready(first);
  first.child.kill('SIGTERM');
  await ended(first);
  const file = join(folder.path, 'temporal.json');
  const record = await readFile(file, 'utf8');
  await writeFile(file, record.replace(/"serverVersion": "[^"]+"/, '"serverVersion": "1.31.2"'));
  const second = startDaemon();
  expect(await ended(second)).toBe(2);
  expect(second.said()).toMatch(/written by Temporal server 1\.31\.2.*SLUICE_TEMPORAL.*move temporal\.db/);
});

function startDaemon(): Daemon {
  const child = spawn(process.execPath, [daemonFile, folder.path], {
    env: { ...process.env, SLUICE_TEMPORAL: temporalPath() },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const daemon = { child, said: () => text };
  daemons.push(daemon);
  return daemon;
}

/** Waits until the daemon's server serves; answers its address. */
async function ready(daemon: Daemon): Promise<string> {
  const address = (): string | undefined => /^ready (\S+)/m.exec(daemon.said())?.[1];
  await until('the daemon', () => address() ?? daemon.child.exitCode !== null, 120_000);
  const found = address();
  if (found === undefined) throw new Error(`The daemon ended: ${daemon.said()}`);
  return found;
}

async function ended({ child }: Daemon): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return child.exitCode;
}

async function serverPid(): Promise<number> {
  const { record } = embeddedLayout(folder.path);
  return until('a recorded server', async () => (await readRecord(record))?.process?.pid);
}
