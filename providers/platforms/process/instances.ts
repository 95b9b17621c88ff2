import { claimFile, readClaims, type Claim } from './claim.ts';
import { claimsFolder, type DeploymentRecord } from './deployment.ts';
import { findProcess } from './process-table.ts';

/** One instance of a deployment, by its newest incarnation. */
export interface Instance {
  index: number;
  /** 0 when it was never started. */
  incarnation: number;
  token: string;
  port: number;
  /** `starting`: asked for, and not yet known to run. */
  state: 'starting' | 'running' | 'dead';
  /** When it was started, milliseconds since the epoch. */
  startedAt?: number;
  pid?: number;
}

/** A claim that is still empty after this time was left by a process that died while writing it. */
const claimPatience = 5000;

/** The token of one incarnation, carried in its environment as `SLUICE_INSTANCE`. */
function instanceToken(deployment: string, index: number, incarnation: number): string {
  return `${deployment}.${index}.${incarnation}`;
}

/** The instances that the record asks for, with what is known of each; `folder` is the deployment's. */
export async function readInstances(folder: string, record: DeploymentRecord): Promise<Instance[]> {
  const claims = await readClaims(claimsFolder(folder, record));
  return Promise.all(
    record.ports.map(async (port, index): Promise<Instance> => {
      const newest = claims
        .filter((claim) => claim.index === index)
        .toSorted((a, b) => b.incarnation - a.incarnation)[0];
      const incarnation = newest?.incarnation ?? 0;
      const token = instanceToken(record.id, index, incarnation);
      if (!newest) return { index, incarnation, token, port, state: 'starting' };
      const pid = newest.process?.pid;
      const known = {
        index,
        incarnation,
        token,
        port,
        startedAt: newest.at,
        ...(pid === undefined ? {} : { pid }),
      };
      return { ...known, state: await stateOf(newest) };
    }),
  );
}

async function stateOf(claim: Claim): Promise<Instance['state']> {
  if (!claim.process) return Date.now() - claim.at < claimPatience ? 'starting' : 'dead';
  return (await isAlive(claim.process)) ? 'running' : 'dead';
}

/** Whether the very process lives, not another one that was given its pid since. */
export async function isAlive(known: { pid: number; start: string }): Promise<boolean> {
  return (await findProcess(known.pid))?.start === known.start;
}

/** Where the next incarnation of the instance makes its claim. */
export function nextIncarnation(folder: string, record: DeploymentRecord, instance: Instance) {
  const incarnation = instance.incarnation + 1;
  return {
    claim: claimFile(claimsFolder(folder, record), instance.index, incarnation),
    token: instanceToken(record.id, instance.index, incarnation),
  };
}
