import { isIP } from 'node:net';
import type { Slot } from '../../../config/plan.ts';
import type { Targets } from '../router.ts';
import type { Session } from './session.ts';

/** Reads the servers that HAProxy's configuration gives each backend, as base URLs. */
export async function readServers(session: Session, backends: Record<Slot, string>): Promise<Targets> {
  const of = async (slot: Slot): Promise<string[]> =>
    serversIn(await session.run(`show servers state ${backends[slot]}`));
  return { blue: await of('blue'), green: await of('green') };
}

/** The servers in the answer of `show servers state`: values under a line of names, after a line with its version. */
function serversIn(answer: string): string[] {
  const [names = [], ...lines] = answer
    .split('\n')
    .slice(1)
    .map((line) => line.replace(/^# /, '').split(' '));
  const [address, port] = [names.indexOf('srv_addr'), names.indexOf('srv_port')];
  return lines.flatMap((values) => {
    const host = values[address] ?? '';
    const shown = isIP(host) === 6 ? `[${host}]` : host;
    return isIP(host) === 0 ? [] : [`http://${shown}:${values[port]}`];
  });
}
