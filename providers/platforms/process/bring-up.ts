import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProcessPlatform } from '../../../config/platforms/process.ts';
import type { ProviderContext } from '../../context.ts';
import type { Deployment } from '../platform.ts';
import { renderCommand } from '../../commands/command-line.ts';
import { newDeploymentId, placeDeployment, readDeployment, type DeploymentRecord } from './deployment.ts';
import { endDeployments, moveOut } from './ending.ts';
import { readInstances } from './instances.ts';
import { launch } from './launch.ts';
import type { SlotLayout } from './layout.ts';
import { pickPorts } from './ports.ts';

/** Points at which the daemon may be killed. */
export type BringUpStage = 'emptied' | 'recorded' | 'launched';

/** Deployments whose logs are kept in each slot. */
const keptLogs = 5;

/**
 * Brings a version up in a slot: empties it of anything else, records the intent, and starts every instance that
 * is not running. Repeated after a crash it starts what is missing and nothing twice. `between` is called at each
 * stage, so that a test can end the process there.
 */
export async function bringUp(
  layout: SlotLayout,
  deployment: Deployment,
  platform: ProcessPlatform,
  context: ProviderContext,
  signal: AbortSignal,
  between: (stage: BringUpStage) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  signal.throwIfAborted();
  // Refused here, before anything is emptied for it.
  renderCommand(platform.command, deployment.version, deployment.slot);
  const found = await readDeployment(layout.current);
  const fits = found?.version === deployment.version && found.release === deployment.release;
  if (found && !fits) await moveOut(layout, found);
  await endDeployments(layout, signal);
  await between('emptied');
  const record = fits ? found : await recordIntent(layout, deployment, platform, context);
  await between('recorded');
  for (const instance of await readInstances(layout.current, record)) {
    signal.throwIfAborted();
    if (instance.state === 'running' || (instance.state === 'starting' && instance.incarnation > 0)) continue;
    await launch(record, instance, context);
    await between('launched');
  }
}

async function recordIntent(
  layout: SlotLayout,
  deployment: Deployment,
  platform: ProcessPlatform,
  context: ProviderContext,
): Promise<DeploymentRecord> {
  const { version, release, slot } = deployment;
  const ports = await pickPorts(platform.instances, context.dataFolder);
  const id = newDeploymentId(Date.now());
  const record = { id, lane: layout.lane, slot, version, release, platform, ports };
  await mkdir(join(layout.logs, id), { recursive: true, mode: 0o700 });
  await dropOldLogs(layout);
  if (await placeDeployment(layout, record)) return record;
  const other = await readDeployment(layout.current);
  if (other?.version === version && other.release === release) return other;
  throw new Error(
    `Another deployment took ${layout.lane} ${slot} at the same moment: ${other?.version ?? 'unknown'} of ` +
      `${other?.release ?? 'an unknown release'}. Look at what else deploys to this lane.`,
  );
}

async function dropOldLogs(layout: SlotLayout): Promise<void> {
  // Names begin with the time, so sorting is by age.
  const names = (await readdir(layout.logs)).toSorted();
  for (const name of names.slice(0, -keptLogs))
    await rm(join(layout.logs, name), { recursive: true, force: true });
}
