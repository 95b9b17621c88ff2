import type { Slot } from '../../../config/plan.ts';
import type { Session } from './session.ts';

/** The process that answered. */
export interface HaproxyProcess {
  id: string;
  /** When it started, milliseconds since the epoch; its clock tells whole seconds, so up to 1 s too early. */
  startedAt: number;
}

/** What a backend has counted. */
export interface BackendCounts {
  /** Requests that began there since the process started, also those that HAProxy answered itself. */
  requests: number;
  /** Requests that are there now, queued ones among them. */
  inFlight: number;
}

/** Reads which process answers. */
export async function readProcess(session: Session, at: string): Promise<HaproxyProcess> {
  const info = await session.run('show info');
  const value = (name: string): string | undefined => new RegExp(`^${name}: (\\d+)$`, 'm').exec(info)?.[1];
  const [id, start] = [value('Pid'), value('Start_time_sec')];
  if (id !== undefined && start !== undefined) return { id, startedAt: Number(start) * 1000 };
  throw new Error(
    `The HAProxy at ${at} does not tell its process id and start in "show info". Sluice needs HAProxy 2.6 or later.`,
  );
}

/** Reads the counters of both slots' backends. Throws a sentence where HAProxy has no such backend. */
export async function readCounts(
  session: Session,
  backends: Record<Slot, string>,
  at: string,
): Promise<Record<Slot, BackendCounts>> {
  const of = async (slot: Slot): Promise<BackendCounts> => {
    // 2 is the type of a backend; -1 stands for all server ids.
    const answer = await session.run(`show stat ${backends[slot]} 2 -1`);
    return countsOf(answer) ?? (await unknownBackend(session, backends[slot], at));
  };
  return { blue: await of('blue'), green: await of('green') };
}

/** The counters in the answer of `show stat`, comma-separated values under a line of names; undefined without any. */
function countsOf(answer: string): BackendCounts | undefined {
  const [names, values] = answer.split('\n').map((line) => line.replace(/^# /, '').split(','));
  const number = (name: string): number => Number(values?.[names?.indexOf(name) ?? -1] || Number.NaN);
  const [requests, inFlight] = [number('stot'), number('scur')];
  return Number.isInteger(requests) && Number.isInteger(inFlight) ? { requests, inFlight } : undefined;
}

async function unknownBackend(session: Session, name: string, at: string): Promise<never> {
  const known = (await session.run('show backend')).split('\n').filter((line) => !line.startsWith('#'));
  throw new Error(
    `The HAProxy at ${at} has no backend ${name}; it has ${known.join(', ') || 'none'}. Name it so in HAProxy's ` +
      `configuration, or name it under "backends" of the router.`,
  );
}
