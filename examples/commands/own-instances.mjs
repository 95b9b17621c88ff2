/**
 * A platform of somebody's own, as a program: `deploy`, `ready` or `retire`, with the slot and the version in its
 * environment. It keeps what it started in files, and starts two instances of the program in INSTANCE. Repeated, it
 * finds what it did before. It is plain JavaScript, since it is started a few times a second.
 */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** @typedef {{ pid: number; port: number; start: string }} Instance */

const { STATE = '', INSTANCE = '', SLUICE_SLOT = '', SLUICE_VERSION = '', SLUICE_RELEASE = '' } = process.env;
const file = join(STATE, SLUICE_SLOT);

function read() {
  if (!existsSync(file)) return undefined;
  /** @type {{ version: string; release: string; instances: Instance[] }} */
  const slot = JSON.parse(readFileSync(file, 'utf8'));
  return slot;
}

/** @param {Instance[]} instances */
function write(instances) {
  const slot = { version: SLUICE_VERSION, release: SLUICE_RELEASE, instances };
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(slot));
  renameSync(`${file}.${process.pid}`, file);
}

/**
 * When the process was started; nothing where it has ended.
 *
 * @param {number} pid
 */
function startOf(pid) {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return line.startsWith('Z') ? '' : line.replace(/^\S+\s+/, '');
  } catch {
    return '';
  }
}

/** @param {Instance} instance */
function isAlive({ pid, start }) {
  return startOf(pid) === start;
}

async function deploy() {
  let slot = read();
  if (slot !== undefined && (slot.version !== SLUICE_VERSION || slot.release !== SLUICE_RELEASE)) {
    await retire();
    slot = undefined;
  }
  const instances = slot?.instances ?? [];
  for (const index of [0, 1]) {
    const found = instances[index];
    if (found !== undefined && isAlive(found)) continue;
    instances[index] = await start(found?.port ?? (await freePort()));
    write(instances);
  }
}

/**
 * @param {number} port
 * @returns {Promise<Instance>}
 */
async function start(port) {
  const child = spawn(process.execPath, [INSTANCE], {
    detached: true,
    stdio: 'ignore',
    env: { ...process.env, PORT: String(port), SLUICE_INSTANCE: `${SLUICE_SLOT}.${port}.${Date.now()}` },
  });
  child.unref();
  await once(child, 'spawn');
  const { pid = 0 } = child;
  return { pid, port, start: startOf(pid) };
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  await once(server.close(), 'close');
  return typeof address === 'object' ? (address?.port ?? 0) : 0;
}

async function ready() {
  const slot = read();
  const instances = await Promise.all((slot?.instances ?? []).map(describe));
  const endpoints = instances.filter(({ state }) => state === 'ready').map(({ endpoint }) => endpoint);
  const answer = { ready: endpoints.length, wanted: slot === undefined ? 0 : 2, endpoints, instances };
  process.stdout.write(JSON.stringify({ ...answer, version: slot?.version ?? null }));
}

/** @param {Instance} instance */
async function describe(instance) {
  const { pid, port, start: since } = instance;
  const known = { id: `${pid} ${since}`, endpoint: `http://127.0.0.1:${port}` };
  if (!isAlive(instance)) return { ...known, state: 'dead', detail: `process ${pid} has ended` };
  const signal = AbortSignal.timeout(3000);
  const answer = await fetch(`${known.endpoint}/health`, { signal }).catch(() => undefined);
  const said = answer === undefined ? 'does not answer' : `answered ${answer.status}`;
  return { ...known, state: answer?.ok === true ? 'ready' : 'starting', detail: `process ${pid} ${said}` };
}

async function retire() {
  for (const instance of read()?.instances ?? []) {
    if (!isAlive(instance)) continue;
    process.kill(instance.pid, 'SIGTERM');
    while (isAlive(instance)) await sleep(20);
  }
  rmSync(file, { force: true });
}

const [verb = ''] = process.argv.slice(2);
if (verb === 'ready') {
  await ready();
} else {
  mkdirSync(STATE, { recursive: true });
  if (verb === 'deploy') await deploy();
  else if (verb === 'retire') await retire();
  else throw new Error(`There is no verb ${verb}.`);
}
