import { httpGet } from '../../http-get.ts';
import type { InstanceDescription, Readiness, SlotDescription } from '../platform.ts';
import { readDeployment, type DeploymentRecord } from './deployment.ts';
import { readInstances, type Instance } from './instances.ts';
import { logFile, type SlotLayout } from './layout.ts';

/** Time for an instance's answer to the question whether it is ready, in milliseconds. */
const readyTimeout = 1000;

/** What is in the slot and how it does. All instances are asked at once. */
export async function describeSlot(layout: SlotLayout, signal: AbortSignal): Promise<SlotDescription> {
  const record = await readDeployment(layout.current);
  if (!record) return { ready: 0, wanted: 0, endpoints: [], instances: [] };
  const instances = await Promise.all(
    (await readInstances(layout.current, record)).map((instance) =>
      describe(layout, record, instance, signal),
    ),
  );
  const endpoints = instances.filter(({ state }) => state === 'ready').map(({ endpoint }) => endpoint);
  return {
    ready: endpoints.length,
    wanted: record.ports.length,
    endpoints,
    version: record.version,
    instances,
  };
}

/** The part of a description that is about being ready. */
export function readinessOf({ ready, wanted, endpoints, version }: SlotDescription): Readiness {
  return { ready, wanted, endpoints, ...(version === undefined ? {} : { version }) };
}

async function describe(
  layout: SlotLayout,
  record: DeploymentRecord,
  instance: Instance,
  signal: AbortSignal,
): Promise<InstanceDescription> {
  const endpoint = `http://127.0.0.1:${instance.port}`;
  const log = `log ${logFile(layout, record.id, instance.index)}`;
  const known = {
    id: instance.token,
    endpoint,
    ...(instance.startedAt === undefined ? {} : { startedAt: instance.startedAt }),
  };
  if (instance.state === 'dead') return { ...known, state: 'dead', detail: `has ended; ${log}` };
  if (instance.state === 'starting')
    return { ...known, state: 'starting', detail: `is being started; ${log}` };
  // Asked only when its process lives: another program may have the port of a dead one.
  const refusal = await askReady(`${endpoint}${record.platform.readyPath}`, signal);
  const process = `process ${instance.pid ?? 'unknown'}`;
  return refusal === undefined
    ? { ...known, state: 'ready', detail: `${process}; ${log}` }
    : { ...known, state: 'starting', detail: `${process} is not ready: ${refusal}; ${log}` };
}

/** Undefined when the instance is ready, else why not. */
async function askReady(url: string, signal: AbortSignal): Promise<string | undefined> {
  try {
    const next = 'Does the instance listen on the port that it was given?';
    const { status } = await httpGet(url, { signal, next, timeout: readyTimeout });
    return status === 200 ? undefined : `GET ${url} answered ${status}`;
  } catch (error) {
    signal.throwIfAborted();
    return error instanceof Error ? error.message : String(error);
  }
}
