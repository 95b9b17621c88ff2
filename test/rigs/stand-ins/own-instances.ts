/**
 * A platform of somebody's own, as a program: `deploy`, `ready` or `retire`, with the slot and the version in its
 * environment. It keeps what it started in files, and starts two instances of the program in INSTANCE. Repeated, it finds
 * what it did before.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProcess } from '../../../providers/platforms/process/process-table.ts';

interface Instance {
  pid: number;
  port: number;
  start: string;
}

const { STATE = '', INSTANCE = '', SLUICE_SLOT = '', SLUICE_VERSION = '', SLUICE_RELEASE = '' } = process.env;
const file = join(STATE, SLUICE_SLOT);

/** The file's first line is the version, the second the release, and each further one is an instance. */
async function read() {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const [version = '', release = '', ...lines] = text.split('\n');
  const instances = lines.map((line): Instance => {
    const [pid = '', port = '', ...start] = line.split(' ');
    return { pid: Number(pid), port: Number(port), start: start.join(' ') };
  });
  return { version, release, instances };
}

async function write(instances: Instance[]): Promise<void> {
  const lines = instances.map(({ pid, port, start }) => `${pid} ${port} ${start}`);
  await writeFile(`${file}.${process.pid}`, [SLUICE_VERSION, SLUICE_RELEASE, ...lines].join('\n'));
  await rename(`${file}.${process.pid}`, file);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await once(server.close(), 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function isAlive({ pid, start }: Instance): Promise<boolean> {
  return (await findProcess(pid))?.start === start;
}

async function deploy(): Promise<void> {
  let slot = await read();
  if (slot !== undefined && (slot.version !== SLUICE_VERSION || slot.release !== SLUICE_RELEASE)) {
    await retire();
    slot = undefined;
  }
  const instances = slot?.instances ?? [];
  for (const index of [0, 1]) {
    const found = instances[index];
    if (found !== undefined && (await isAlive(found))) continue;
    instances[index] = await start(found?.port ?? (await freePort()));
    await write(instances);
  }
}

async function start(port: number): Promise<Instance> {
  const child = spawn(process.execPath, [INSTANCE], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), SLUICE_INSTANCE: `${SLUICE_SLOT}.${Date.now()}` },
  });
  child.unref();
  await once(child, 'spawn');
  const { pid = 0 } = child;
  return { pid, port, start: (await findProcess(pid))?.start ?? '' };
}

async function ready(): Promise<void> {
  const slot = await read();
  const instances = await Promise.all((slot?.instances ?? []).map(describe));
  const endpoints = instances.filter(({ state }) => state === 'ready').map(({ endpoint }) => endpoint);
  const answer = { ready: endpoints.length, wanted: slot === undefined ? 0 : 2, endpoints, instances };
  process.stdout.write(JSON.stringify({ ...answer, version: slot?.version ?? null }));
}

async function describe(instance: Instance) {
  const { pid, port, start: since } = instance;
  const known = { id: `${pid} ${since}`, endpoint: `http://127.0.0.1:${port}` };
  if (!(await isAlive(instance))) return { ...known, state: 'dead', detail: `process ${pid} has ended` };
  const answer = await fetch(`${known.endpoint}/health`, { signal: AbortSignal.timeout(1000) }).catch(
    () => undefined,
  );
  const said = answer === undefined ? 'does not answer' : `answered ${answer.status}`;
  return { ...known, state: answer?.ok === true ? 'ready' : 'starting', detail: `process ${pid} ${said}` };
}

async function retire(): Promise<void> {
  for (const instance of (await read())?.instances ?? []) {
    if (!(await isAlive(instance))) continue;
    process.kill(instance.pid, 'SIGTERM');
    while (await isAlive(instance)) await sleep(20);
  }
  await rm(file, { force: true });
}

const [verb = ''] = process.argv.slice(2);
if (verb !== 'ready') {
  await mkdir(STATE, { recursive: true });
  await appendFile(join(STATE, 'verbs'), `${verb} ${SLUICE_VERSION} ${SLUICE_SLOT}\n`);
}
if (verb === 'deploy') await deploy();
else if (verb === 'ready') await ready();
else if (verb === 'retire') await retire();
else throw new Error(`There is no verb ${verb}.`);
