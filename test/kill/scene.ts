import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Slot } from '../../config/plan.ts';
import { readDeployment } from '../../providers/platforms/process/deployment.ts';
import { slotLayout, type SlotLayout } from '../../providers/platforms/process/layout.ts';
import { findProcess } from '../../providers/platforms/process/process-table.ts';
import { smokeLog } from './definitions.ts';
import { readAllSpawns } from './own-counts.ts';
import type { Stage } from './stage.ts';

/** One release under way, and what can be seen of it from the outside. */
export interface Scene {
  stage: Stage;
  id: string;
  number: number;
  candidate: { version: string; slot: Slot };
  /** What was live before. */
  old: { version: string; slot: Slot };
}

/** Instances of the candidate that began to run. */
export async function spawnedInstances({ stage, candidate }: Scene): Promise<number> {
  const spawns = await readAllSpawns(stage.rig.records);
  return spawns.filter(({ version }) => version === candidate.version).length;
}

/** Whether every instance of the candidate answers that it is ready. */
export async function isCandidateReady({ stage, candidate }: Scene): Promise<boolean> {
  const record = await readDeployment(layoutOf(stage, candidate.slot).current);
  if (record?.version !== candidate.version) return false;
  const answers = await Promise.all(
    record.ports.map((port) =>
      fetch(`http://127.0.0.1:${port}/health`).then(
        async (answer) => answer.text().then(() => answer.ok),
        () => false,
      ),
    ),
  );
  return answers.every(Boolean);
}

/** The commands of the smoke test that have begun, in their order. */
export async function smokeBegun({ stage, candidate }: Scene): Promise<string> {
  return readFile(join(stage.rig.folder, 'tmp', smokeLog(candidate.version)), 'utf8').catch(() => '');
}

/** The number of this release's last act in the router's file; 0 while it has written nothing. */
export function actInFile({ stage, number }: Scene): number {
  const stamp = stage.file.latest()?.stamp;
  return stamp?.release === number ? stamp.act : 0;
}

/** Whether the old version's records have been moved out of its slot. */
export async function isOldMovedOut({ stage, old }: Scene): Promise<boolean> {
  return (await readDeployment(layoutOf(stage, old.slot).current))?.version !== old.version;
}

/** Whether no instance of the old version lives any more. */
export async function isOldGone({ stage, old }: Scene): Promise<boolean> {
  const spawns = (await readAllSpawns(stage.rig.records)).filter(({ version }) => version === old.version);
  const living = await Promise.all(spawns.map(({ pid }) => findProcess(pid)));
  return living.every((entry) => entry === undefined);
}

function layoutOf({ rig, lane }: Stage, slot: Slot): SlotLayout {
  return slotLayout(rig.dataFolder, lane, slot);
}
