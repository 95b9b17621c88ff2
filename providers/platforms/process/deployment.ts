import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ProcessPlatform } from '../../../config/platforms/process.ts';
import { errorCode } from '../../error-code.ts';
import type { SlotLayout } from './layout.ts';

const platformSchema = z.object({
  kind: z.literal('process'),
  command: z.string(),
  directory: z.string(),
  instances: z.int(),
  portVariable: z.string(),
  readyPath: z.string(),
  environment: z.record(z.string(), z.string()),
  grace: z.number(),
}) satisfies z.ZodType<ProcessPlatform>;

const deploymentSchema = z.object({
  id: z.string(),
  lane: z.string(),
  slot: z.enum(['blue', 'green']),
  version: z.string(),
  release: z.string(),
  platform: platformSchema,
  ports: z.array(z.int()),
});

/**
 * What was asked for in a slot, recorded before the first instance is started and never changed: the intent that
 * a daemon finds after a crash. `platform` is as in the plan, so secrets are references here. Instance I of the
 * deployment listens on `ports[I]`.
 */
export type DeploymentRecord = z.infer<typeof deploymentSchema>;

const recordName = 'deployment.json';

/** A new deployment's id: its time, so that ids sort by age, and a random part. */
export function newDeploymentId(now: number): string {
  return `${new Date(now).toISOString().replace(/[-:.]/g, '')}-${randomBytes(4).toString('hex')}`;
}

/**
 * Where the instances of a deployment make their claims. It is named by the deployment, so that an instance which
 * was asked for by a daemon that then slept finds no place in the folder of a later deployment.
 */
export function claimsFolder(folder: string, record: DeploymentRecord): string {
  return join(folder, record.id);
}

/** The record in a deployment's folder; undefined where there is none. Throws when it cannot be understood. */
export async function readDeployment(folder: string): Promise<DeploymentRecord | undefined> {
  const path = join(folder, recordName);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return deploymentSchema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${path} is no record of a deployment: retire the slot, or remove the file by hand.`, {
      cause: error,
    });
  }
}

/** Puts the record into the slot, in one act. False when another deployment is there already. */
export async function placeDeployment(layout: SlotLayout, record: DeploymentRecord): Promise<boolean> {
  const draft = join(layout.folder, `draft-${record.id}`);
  await mkdir(claimsFolder(draft, record), { recursive: true, mode: 0o700 });
  try {
    await writeFile(join(draft, recordName), JSON.stringify(record, null, 2), { mode: 0o600 });
    await rename(draft, layout.current);
    return true;
  } catch (error) {
    if (errorCode(error) === 'ENOTEMPTY' || errorCode(error) === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
