import { join } from 'node:path';
import type { Slot } from '../../../config/plan.ts';

/** Where a slot's records and logs are. The records of a deployment are one folder, so that it can be moved as one. */
export interface SlotLayout {
  lane: string;
  slot: Slot;
  /** The slot's own folder. */
  folder: string;
  /** The deployment that is in the slot; missing when the slot is empty. */
  current: string;
  /** Deployments whose instances are being ended, a folder each. */
  ending: string;
  /** Logs of deployments, a folder each; they stay when the instances are gone. */
  logs: string;
}

/** The folder under which all lanes are, by lane and slot. */
export function instancesFolder(dataFolder: string): string {
  return join(dataFolder, 'instances');
}

/** The places of one slot: `DATA/instances/LANE/SLOT/…`. */
export function slotLayout(dataFolder: string, lane: string, slot: Slot): SlotLayout {
  const folder = join(instancesFolder(dataFolder), lane, slot);
  return {
    lane,
    slot,
    folder,
    current: join(folder, 'current'),
    ending: join(folder, 'ending'),
    logs: join(folder, 'logs'),
  };
}

/** The log file of one instance, shared by its incarnations. */
export function logFile(layout: SlotLayout, deployment: string, index: number): string {
  return join(layout.logs, deployment, `${index}.log`);
}
