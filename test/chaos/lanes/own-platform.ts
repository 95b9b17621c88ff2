import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { freePort } from '../../rigs/free-port.ts';
import { instanceCommand } from './definition.ts';

/** A platform of somebody's own behind HTTP: one instance a slot, started again when it dies. */
export interface OwnPlatform {
  url: string;
  stop(): Promise<void>;
}

/** What a slot is to hold, and the process that does. */
interface Slot {
  version: string;
  release: string;
  url: string;
  child: ChildProcess;
  /** It is to be gone, so its end is not a death. */
  going: boolean;
}

/** Time between SIGTERM and SIGKILL, in milliseconds. */
const grace = 2000;

/** Starts the platform with both slots empty. */
export async function startOwnPlatform(
  records: string,
  environment: NodeJS.ProcessEnv,
): Promise<OwnPlatform> {
  const slots = new Map<string, Slot>();
  /** One act after the other in each slot. */
  const acts = new Map<string, Promise<unknown>>();
  let starts = 0;

  const start = async (name: string, version: string, release: string): Promise<void> => {
    const port = await freePort();
    const [program, ...options] = instanceCommand;
    const child = spawn(program, options, {
      detached: true,
      stdio: 'ignore',
      env: {
        ...environment,
        PORT: String(port),
        SAMPLE_RECORDS: records,
        SLUICE_SLOT: name,
        SLUICE_VERSION: version,
        SLUICE_INSTANCE: `${name}.${port}.${(starts += 1)}`,
      },
    });
    await once(child, 'spawn');
    const slot: Slot = { version, release, url: `http://127.0.0.1:${port}`, child, going: false };
    slots.set(name, slot);
    child.once('exit', () => {
      if (!slot.going && slots.get(name) === slot) void inTurn(name, async () => revive(name, slot));
    });
  };
  const revive = async (name: string, slot: Slot): Promise<void> => {
    if (slots.get(name) === slot && !slot.going) await start(name, slot.version, slot.release);
  };
  const deploy = async (name: string, version: string, release: string): Promise<void> => {
    const slot = slots.get(name);
    if (slot?.version === version && slot.release === release) return;
    await retire(name);
    await start(name, version, release);
  };
  const retire = async (name: string): Promise<void> => {
    const slot = slots.get(name);
    if (slot === undefined) return;
    slot.going = true;
    await end(slot.child);
    slots.delete(name);
  };
  const ready = async (name: string): Promise<object> => {
    const slot = slots.get(name);
    if (slot === undefined) return { ready: 0, wanted: 0, endpoints: [] };
    const signal = AbortSignal.timeout(2000);
    const answers = await fetch(`${slot.url}/health`, { signal }).then(
      async (answer) => answer.text().then(() => answer.ok),
      () => false,
    );
    const endpoints = answers ? [slot.url] : [];
    return { ready: endpoints.length, wanted: 1, endpoints, version: slot.version };
  };
  const inTurn = async (name: string, act: () => Promise<void>): Promise<void> => {
    const turn = (acts.get(name) ?? Promise.resolve()).catch(() => undefined).then(act);
    acts.set(name, turn);
    return turn;
  };

  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://platform');
    const [name, version, release] = ['slot', 'version', 'release'].map((key) => searchParams.get(key) ?? '');
    const answer = async (): Promise<object> => {
      if (name === undefined || version === undefined || release === undefined) throw new Error('no slot');
      if (pathname === '/ready') return ready(name);
      await inTurn(name, async () =>
        pathname === '/deploy' ? deploy(name, version, release) : retire(name),
      );
      return {};
    };
    answer().then(
      (said) => response.end(JSON.stringify(said)),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The platform has no port.');
  return {
    url: `http://127.0.0.1:${address.port}`,
    async stop() {
      const closed = once(server.close(), 'close');
      server.closeAllConnections();
      await closed;
      for (const slot of slots.values()) slot.going = true;
      await Promise.allSettled(acts.values());
      for (const { child } of slots.values()) await end(child, 0);
    },
  };
}

async function end(child: ChildProcess, patience = grace): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  child.kill(patience > 0 ? 'SIGTERM' : 'SIGKILL');
  const late = setTimeout(() => child.kill('SIGKILL'), patience);
  await gone;
  clearTimeout(late);
}
