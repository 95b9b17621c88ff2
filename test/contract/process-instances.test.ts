import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import type { Slot } from '../../config/plan.ts';
import type { ProcessPlatform } from '../../config/platforms/process.ts';
import { readDeployment } from '../../providers/platforms/process/deployment.ts';
import { moveOut } from '../../providers/platforms/process/ending.ts';
import { readInstances } from '../../providers/platforms/process/instances.ts';
import { launch } from '../../providers/platforms/process/launch.ts';
import { slotLayout } from '../../providers/platforms/process/layout.ts';
import { findProcess, findProcesses } from '../../providers/platforms/process/process-table.ts';
import { endProcess } from '../rigs/end-process.ts';
import { makeProcessPlatformRig, type ProcessPlatformRig } from '../rigs/process-platform.ts';
import { until } from '../rigs/until.ts';

const signal = new AbortController().signal;
const release = 'checkout.production.1';
const v1 = { version: 'v1', slot: 'green' as const, release };

let rig: ProcessPlatformRig | undefined;
afterEach(async () => {
  await rig?.stop();
  rig = undefined;
});

async function start(change: Partial<ProcessPlatform> = {}): Promise<ProcessPlatformRig> {
  rig = await makeProcessPlatformRig(change);
  return rig;
}

async function ready(made: ProcessPlatformRig, slot: Slot = 'green') {
  return until(`${slot} to be ready`, async () => {
    const found = await made.platform.describe(slot, signal);
    return found.wanted > 0 && found.ready === found.wanted && found;
  });
}

const layoutOf = (made: ProcessPlatformRig) => slotLayout(made.context.dataFolder, made.lane, 'green');

test.each([
  ['emptied', 1, 0],
  ['recorded', 1, 0],
  ['launched', 1, 1],
  ['launched', 2, 2],
])(
  'a daemon killed at "%s" for the %i. time: each instance is spawned once in all',
  async (stage, times, before) => {
    const made = await start();
    const request = {
      ...made.context,
      log: undefined,
      lane: made.lane,
      deployment: v1,
      platform: made.config,
    };
    const script = fileURLToPath(new URL('../rigs/stand-ins/killed-daemon.ts', import.meta.url));
    const daemon = spawn(process.execPath, [script, stage, String(times), JSON.stringify(request)], {
      stdio: 'inherit',
    });
    try {
      await once(daemon, 'exit');
    } finally {
      await endProcess(daemon);
    }
    expect(daemon.signalCode).toBe('SIGKILL');

    await made.platform.deploy(v1, signal);
    const { instances } = await ready(made);
    const tokens = await made.spawned();
    expect(tokens.toSorted()).toEqual(instances.map(({ id }) => id).toSorted());
    expect(tokens.length).toBeGreaterThanOrEqual(before);
  },
);

test('an incarnation that is started many times at once runs once', async () => {
  const made = await start({ instances: 1 });
  await Promise.all(
    Array.from({ length: 5 }, async () =>
      made
        .another()
        .deploy(v1, signal)
        .catch(() => undefined),
    ),
  );
  const record = await until('a record', () => readDeployment(layoutOf(made).current));
  const [instance] = await readInstances(layoutOf(made).current, record);
  if (!instance) throw new Error('There is no instance.');
  await Promise.all(
    Array.from({ length: 8 }, async () => launch(record, { ...instance, incarnation: 0 }, made.context)),
  );
  const { instances } = await ready(made);
  expect(await made.spawned()).toEqual(instances.map(({ id }) => id));
});

test('two daemons that look after one data folder start a dead instance once', async () => {
  const made = await start({ instances: 1 });
  await made.platform.deploy(v1, signal);
  await made.platform.keepAlive('green', signal);
  const supervisors = [made.supervise(), made.supervise(), made.supervise()];
  try {
    for (const spawns of [2, 3]) {
      const { instances } = await ready(made);
      await made.kill(instances[0]?.id ?? '');
      const after = await ready(made);
      expect(await made.spawned()).toHaveLength(spawns);
      expect((await made.spawned()).at(-1)).toBe(after.instances[0]?.id);
    }
  } finally {
    await Promise.all(supervisors.map(async (supervisor) => supervisor.stop()));
  }
});

test('a daemon that slept while its deployment was retired moves no later one and starts nothing in it', async () => {
  const made = await start();
  const layout = layoutOf(made);
  await made.platform.deploy(v1, signal);
  await ready(made);
  const old = await until('the old record', () => readDeployment(layout.current));
  const [instance] = await readInstances(layout.current, old);
  if (!instance) throw new Error('There is no instance.');
  await made.platform.deploy({ ...v1, version: 'v2', release: 'checkout.production.2' }, signal);
  const later = await ready(made);
  const spawned = await made.spawned();

  await moveOut(layout, old);
  const { ports } = old;
  await launch(old, instance, made.context);
  await launch(old, { ...instance, index: 1, incarnation: 0 }, made.context);
  // A process that finds no place for its claim ends at once; then the ports of the old record stay silent.
  await until('what was launched to have ended', async () => (await processesCarrying(old.id)).length === 0);
  for (const port of ports) await expect(fetch(`http://127.0.0.1:${port}`)).rejects.toThrow('fetch failed');
  expect(await made.spawned()).toEqual(spawned);
  expect((await ready(made)).instances).toEqual(later.instances);
});

test('tells a pid that was given to another process from the instance that had it', async () => {
  const made = await start({ instances: 1 });
  await made.platform.deploy(v1, signal);
  const { instances } = await ready(made);
  const id = instances[0]?.id ?? '';
  const pid = await made.pidOf(id);
  const claim = join(
    layoutOf(made).current,
    id.split('.')[0] ?? '',
    `${id.split('.').slice(1).join('.')}.claim`,
  );
  const text = await readFile(claim, 'utf8');
  // This test's own process stands for the stranger: it must neither count as the instance nor be ended for it.
  await writeFile(claim, text.replaceAll(String(pid), String(process.pid)));
  expect((await made.platform.describe('green', signal)).instances[0]?.state).toBe('dead');
  await made.platform.retire('green', 'v1', signal);
  expect(await findProcess(pid)).toBe(undefined);
});

test.skipIf(process.platform !== 'linux')(
  'a process that is dead and not yet reaped counts as dead',
  async () => {
    const child = spawn('/bin/sh', ['-c', 'sleep 0 & exec sleep 30'], { stdio: 'ignore' });
    try {
      // The shell became `sleep`, which never reaps the child that it inherited.
      const zombie = await until('a zombie', async () => {
        const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
        const pid = Number.parseInt(children, 10);
        return (await readFile(`/proc/${pid}/stat`, 'utf8')).includes(') Z ') && pid;
      });
      expect(await findProcess(zombie)).toBe(undefined);
    } finally {
      await endProcess(child);
    }
  },
);

test('waits for a claim that is being written, and takes an old empty one for a death', async () => {
  const made = await start({ instances: 1 });
  await made.platform.deploy(v1, signal);
  const id = (await ready(made)).instances[0]?.id ?? '';
  const deployment = id.split('.')[0] ?? '';
  const claim = join(layoutOf(made).current, deployment, '0.2.claim');
  await writeFile(claim, '');
  const state = async () => (await made.platform.describe('green', signal)).instances[0]?.state;
  expect(await state()).toBe('starting');
  await utimes(claim, new Date(), new Date(Date.now() - 6000));
  expect(await state()).toBe('dead');
});

test('kills what does not stop after its grace, with its children', async () => {
  const made = await start({ instances: 1, grace: 500, environment: { IGNORE_TERM: '1', CHILD: '1' } });
  await made.platform.deploy(v1, signal);
  const { instances } = await ready(made);
  const deployment = instances[0]?.id.split('.')[0] ?? '';
  expect((await processesCarrying(deployment)).length).toBeGreaterThanOrEqual(2);
  const began = Date.now();
  await made.platform.retire('green', 'v1', signal);
  expect(Date.now() - began).toBeGreaterThanOrEqual(500);
  expect(await processesCarrying(deployment)).toEqual([]);
});

test('ends the children of an instance whose main process was killed before it is started again', async () => {
  const made = await start({ instances: 1, environment: { CHILD: '1' } });
  await made.platform.deploy(v1, signal);
  await made.platform.keepAlive('green', signal);
  const id = (await ready(made)).instances[0]?.id ?? '';
  await made.kill(id);
  const supervisor = made.supervise();
  try {
    await ready(made);
    expect(await processesCarrying(id)).toEqual([]);
  } finally {
    await supervisor.stop();
  }
});

test('starts again after a reboot: no process of the record is there, and the port is the same', async () => {
  const made = await start();
  await made.platform.deploy(v1, signal);
  await made.platform.keepAlive('green', signal);
  const before = await ready(made);
  const record = await until('a record', () => readDeployment(layoutOf(made).current));
  for (const { id } of before.instances) await made.kill(id);
  const supervisor = made.supervise();
  try {
    const after = await ready(made);
    expect(after.endpoints).toEqual(record.ports.map((port) => `http://127.0.0.1:${port}`));
    expect(after.instances.map(({ id }) => id)).toEqual(
      before.instances.map(({ id }) => id.replace(/1$/, '2')),
    );
  } finally {
    await supervisor.stop();
  }
});

test("gives an instance its own environment, with its secrets, and not the daemon's", async () => {
  const made = await start({
    environment: { PASSWORD: '${env:DAEMON_SECRET}', GREETING: 'hello' },
    portVariable: 'LISTEN_ON',
    command: `PORT=$LISTEN_ON; export PORT; exec '${process.execPath}' '${sampleService()}' {{slot}}`,
  });
  await made.platform.deploy(v1, signal);
  const { endpoints, instances } = await ready(made);
  const environment: unknown = await (await fetch(`${endpoints[0]}/environment`)).json();
  expect(environment).toMatchObject({
    PASSWORD: 'not for instances',
    GREETING: 'hello',
    SLUICE_VERSION: 'v1',
    SLUICE_SLOT: 'green',
    SLUICE_INSTANCE: instances[0]?.id,
    PORT: new URL(endpoints[0] ?? '').port,
  });
  expect(Object.keys(environment ?? {})).not.toContain('DAEMON_SECRET');
  expect(Object.keys(environment ?? {})).not.toContain('VITEST');
  // What is on the disk names the secret and does not hold it.
  expect(JSON.stringify(await readDeployment(layoutOf(made).current))).toContain('${env:DAEMON_SECRET}');
});

test('says which secret or directory is missing', async () => {
  const made = await start({ environment: { PASSWORD: '${env:NOT_SET}' } });
  await expect(made.platform.deploy(v1, signal)).rejects.toThrow('${env:NOT_SET} has no value');
  await made.stop();
  rig = await makeProcessPlatformRig({ directory: '/nowhere/at/all' });
  await expect(rig.platform.deploy(v1, signal)).rejects.toThrow(/no such directory.*platform\.directory/);
});

test('keeps the logs of the last 5 deployments of a slot', async () => {
  const made = await start({ instances: 1 });
  for (let number = 1; number <= 7; number += 1) {
    await made.platform.deploy({ ...v1, release: `checkout.production.${number}` }, signal);
  }
  const { instances } = await ready(made);
  const { logs } = layoutOf(made);
  const names = await readdir(logs);
  expect(names).toHaveLength(5);
  const log = join(logs, instances[0]?.id.split('.')[0] ?? '', '0.log');
  expect(await readFile(log, 'utf8')).toMatch(/listening on \d+/);
  expect(instances[0]?.detail).toContain(log);
  await made.platform.retire('green', 'v1', signal);
  expect(await readFile(log, 'utf8')).toMatch(/listening on/);
});

test('says what to do with a record that cannot be read', async () => {
  const made = await start();
  const { current } = layoutOf(made);
  await mkdir(current, { recursive: true });
  await writeFile(join(current, 'deployment.json'), '{"id": 1}');
  await expect(made.platform.ready('green', signal)).rejects.toThrow(
    /deployment\.json is no record of a deployment/,
  );
  await writeFile(join(current, 'deployment.json'), '');
  await expect(made.platform.deploy(v1, signal)).rejects.toThrow(/remove/);
  await rm(dirname(current), { recursive: true });
});

function sampleService(): string {
  return fileURLToPath(new URL('../rigs/stand-ins/sample-service.ts', import.meta.url));
}

/** Pids of living processes that carry a token of the deployment, or that very token. */
async function processesCarrying(token: string): Promise<number[]> {
  return (await findProcesses(new Set(), new RegExp(`SLUICE_INSTANCE=${token}`))).map(({ pid }) => pid);
}
