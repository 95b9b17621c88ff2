import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../error-code.ts';
import { readClaims } from './claim.ts';
import { claimsFolder, readDeployment, type DeploymentRecord } from './deployment.ts';
import { endProcesses } from './end-processes.ts';
import { carries } from './environment.ts';
import { isAlive, type Instance } from './instances.ts';
import type { SlotLayout } from './layout.ts';
import { findProcesses, type ProcessEntry } from './process-table.ts';

/** Deployments that are remembered as ended, so that a late call about one of them moves no other. */
const rememberedEnds = 100;

/**
 * Takes the deployment out of its slot in one act. From then on none of its instances can start: they find no
 * place for their claims. Does nothing when it was taken out before, whatever is in the slot now.
 */
export async function moveOut(layout: SlotLayout, record: DeploymentRecord): Promise<void> {
  await mkdir(layout.ending, { recursive: true, mode: 0o700 });
  try {
    await rename(layout.current, join(layout.ending, record.id));
  } catch (error) {
    // A folder cannot be moved onto one that holds something, and what was taken out before holds its mark.
    const code = errorCode(error) ?? '';
    if (!['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(code)) throw error;
  }
}

/**
 * Ends the instances of every deployment that was taken out of the slot: told to stop, killed after the platform's
 * grace. Then their records are removed; the logs stay. Repeated after a crash it goes on.
 */
export async function endDeployments(layout: SlotLayout, signal: AbortSignal): Promise<void> {
  // Names begin with the time, so sorting is by age.
  const names: string[] = await readdir(layout.ending).catch(() => []);
  names.sort();
  for (const name of names) {
    const folder = join(layout.ending, name);
    const record = await readDeployment(folder);
    if (!record) continue;
    const place = `${record.lane} ${record.slot}`;
    await endProcesses(place, record.platform.grace, () => processesOf(folder, record), signal);
    await writeFile(join(folder, 'ended'), '', { mode: 0o600 });
    await rm(claimsFolder(folder, record), { recursive: true, force: true });
    await rm(join(folder, 'deployment.json'), { force: true });
  }
  for (const name of names.slice(0, -rememberedEnds)) {
    await rm(join(layout.ending, name), { recursive: true, force: true });
  }
}

/** Kills what is left of an instance whose main process died: a child of it could hold its port. */
export async function endRemains(
  record: DeploymentRecord,
  instance: Instance,
  signal: AbortSignal,
): Promise<void> {
  // By this incarnation's own token: another daemon may have started the next one already.
  const find = (): Promise<ProcessEntry[]> => findProcesses(new Set(), carries({ token: instance.token }));
  await endProcesses(`${record.lane} ${record.slot}`, 0, find, signal);
}

/** Every living process of a deployment: its instances with their groups, and whatever carries their tokens. */
async function processesOf(folder: string, record: DeploymentRecord): Promise<ProcessEntry[]> {
  const groups = new Set<number>();
  for (const claim of await readClaims(claimsFolder(folder, record))) {
    // The group of a dead process could be another program's by now.
    if (claim.process && (await isAlive(claim.process))) groups.add(claim.process.pid);
  }
  return findProcesses(groups, carries({ deployment: record.id }));
}
